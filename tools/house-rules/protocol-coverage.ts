import { tableRows } from './markdown.js';

/** One row of docs/reference/protocol.md: a rule of the protocol and what holds it. */
export interface CoveredRule {
  id: string;
  /** Where the rule is shown to hold: a file and the title of a test in it. */
  tests: { file: string; title: string }[];
  /** What the rule waits for instead. */
  waits: string | undefined;
}

const RULE_ID = /^[A-Z][A-Z0-9]*-[0-9A-Z]+[a-z]?$/;
const WAITS = /^waits: ?(access|validation|collection|redirect)$/;

/** The rows whose first cell is a rule id. */
export function parseCoverage(markdown: string): CoveredRule[] {
  return tableRows(markdown)
    .filter(([id = '']) => RULE_ID.test(id.replaceAll('`', '')))
    .map((cells) => {
      const where = cells.at(-1) ?? '';
      const named = [...where.matchAll(/`([^`]+?) › ([^`]+)`/g)];
      return {
        id: (cells[0] ?? '').replaceAll('`', ''),
        tests: named.map(([, file = '', title = '']) => ({ file, title })),
        waits: WAITS.exec(where.replaceAll('`', ''))?.[1],
      };
    });
}

/** How a test is looked up: the texts of every file whose path is, or ends with, the name. */
export type TextsOf = (file: string) => string[];

/** What is wrong with the coverage: rules without a test, tests that are not there, rules that stand twice. */
export function checkCoverage(rules: readonly CoveredRule[], textsOf: TextsOf): string[] {
  return rules.flatMap(({ id, tests, waits }, index) => [
    ...(rules.findIndex((other) => other.id === id) === index ? [] : [`${id} stands twice`]),
    ...(tests.length > 0 || waits ? [] : [`${id} has neither a test nor "waits: …"`]),
    ...tests.flatMap((test) => checkTest(id, test, textsOf)),
  ]);
}

function checkTest(id: string, { file, title }: { file: string; title: string }, textsOf: TextsOf): string[] {
  const texts = textsOf(file);
  if (texts.length === 0) return [`${id} names ${file}, which does not exist`];
  const titles = title.split(' › ');
  return texts.some((text) => titles.every((part) => hasTitle(text, part)))
    ? []
    : [`${id} names a test that ${file} does not have: ${title}`];
}

function hasTitle(text: string, title: string): boolean {
  const plain = text.replaceAll('\\', '');
  return [`'`, `"`, '`'].some((quote) => plain.includes(`${quote}${title}${quote}`));
}
