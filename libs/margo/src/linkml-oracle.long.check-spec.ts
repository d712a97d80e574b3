import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { checkDescription, type PlainDescription } from './check-description.js';
import { isAcceptable, type Finding } from './finding.js';
import { listMutants } from './testing/mutants.js';
import { VALID_DESCRIPTIONS } from './testing/rule-example.js';

/**
 * JSON Schema of 1.0.0-rc.2, made from the specification's LinkML model by LinkML's own generator:
 * `gen-json-schema --top-class ApplicationDescription --closed --include-range-class-descendants`.
 */
const SCHEMA = process.env.MARGO_LINKML_SCHEMA;
const PROFILE = '1.0.0-rc.2';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the model does not say: extensions came after it. */
const BASE = VALID_DESCRIPTIONS[PROFILE].replace(/ {4}x-frost-extensions.*\n/, '');

/** Differences with a reason: the model leaves to its prose what this library checks, or the other way round. */
const EXPLAINED = [
  { rule: /^(SEM|TAG)-/, because: 'A schema compares no two parts of a document.' },
  {
    path: /^configuration\.schema\[\d+\]\.dataType$/,
    because: 'The model lists the data types in prose only.',
  },
];
const LISTS = 'retype parameters.<name>.value';

function isExplained({ rule, path }: Finding): boolean {
  return EXPLAINED.some((reason) => (reason.rule?.test(rule) ?? false) || (reason.path?.test(path) ?? false));
}

const model = SCHEMA === undefined ? undefined : (JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
if (!model) process.stdout.write('skipped: no LinkML schema at MARGO_LINKML_SCHEMA\n');

function compileOracle(schema: object): (data: unknown) => boolean {
  const validate = new Ajv2019({ strict: false, logger: false }).compile({ ...schema, $schema: undefined });
  return (data) => validate(data) as boolean;
}

describe('the LinkML model of the specification', () => {
  const oracle = model && compileOracle(model);
  const { description } = checkDescription(encode(BASE), { profile: PROFILE });
  const mutants = listMutants(description as PlainDescription);

  it('accepts the valid description, and agrees on its mutants but for differences that have a reason', () => {
    if (!oracle) return;
    expect(oracle(description)).toBe(true);
    const unexplained: string[] = [];
    for (const { change, place, description: mutant } of mutants) {
      const { findings } = checkDescription(encode(JSON.stringify(mutant)), { profile: PROFILE });
      const refusals = findings.filter(({ severity }) => severity === 'error');
      const accepted = isAcceptable(findings);
      if (accepted === oracle(mutant)) continue;
      // The model leaves lists as default values open ("still TBD"); the pages allow them.
      const isReasoned = accepted ? `${change} ${place}` === LISTS : refusals.every(isExplained);
      if (!isReasoned) unexplained.push(`${change} ${place}: ${accepted ? 'accepted' : refusals[0]?.rule}`);
    }
    expect(unexplained).toEqual([]);
    expect(mutants.length).toBeGreaterThan(500);
  });
});
