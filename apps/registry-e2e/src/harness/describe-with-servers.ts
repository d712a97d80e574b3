// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';

/** Paths of programs by their names. */
export type Programs<Name extends string> = Readonly<Record<Name, string>>;

/**
 * Describes what needs server programs of other people (keys of the judges). Where one is absent, a line says which, and
 * the tests fail if CI runs them.
 */
export function describeWithServers<Name extends string>(
  title: string,
  names: readonly Name[],
  tests: (programs: Programs<Name>) => void,
): void {
  const found = names.map((name) => [name, findJudge(name)] as const);
  const absent = found.flatMap(([name, program]) => (program === undefined ? [name] : []));
  describe(title, () => {
    if (absent.length > 0) announceAbsence(absent);
    else tests(Object.fromEntries(found) as Programs<Name>);
  });
}

function announceAbsence(names: readonly string[]): void {
  it('is looked at wherever CI runs', () => {
    for (const name of names) process.stdout.write(`${skippedLine(name)}\n`);
    expect(process.env['CI']).toBeUndefined();
  });
}
