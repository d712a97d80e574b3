import fc from 'fast-check';
import { checkDescription } from './check-description.js';
import { readPackageFacts } from './facts/package-facts.js';
import { VALID_DESCRIPTIONS } from './testing/rule-example.js';

const RUNS = Number(process.env.MARGO_FUZZ_RUNS ?? 1000);
const MINUTES = 60_000;

const valid = fc.constantFrom(...Object.values(VALID_DESCRIPTIONS));
const sign = fc.constantFrom(
  ...': \n\t-[]{}&*!|>\'"%@`#,?<=~\\0',
  '<<: ',
  '- ',
  '---\n',
  '!!js/x ',
  '\u0000',
  '\uFEFF',
);

/** A valid description with pieces cut out and signs of the grammar put in. */
const torn = fc
  .tuple(valid, fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.array(sign, { maxLength: 4 })), { maxLength: 6 }))
  .map(([text, cuts]) =>
    cuts.reduce((rest, [at, length, signs]) => {
      const start = at % (rest.length + 1);
      return rest.slice(0, start) + signs.join('') + rest.slice(start + length);
    }, text),
  );

const KEYS = ['apiVersion', 'kind', 'id', 'metadata', 'version', 'catalog', 'deploymentProfiles', 'type'];
const MORE_KEYS = [
  'components',
  'properties',
  'parameters',
  'targets',
  'configuration',
  'schema',
  'settings',
];
const CONSTRAINTS = [
  'deviceConstraints',
  'eligibilityRules',
  'propertySelector',
  'matchExpressions',
  'operator',
];
const key = fc.constantFrom(...KEYS, ...MORE_KEYS, ...CONSTRAINTS, 'x-a-extensions', '__proto__', 'name');
const word = fc.constantFrom(
  'v1',
  'margo.org/v1-alpha1',
  'helm',
  'compose',
  'ContainsAny',
  'Gt',
  '',
  '(',
  'other',
);

/** Documents of the right words in wrong shapes; JSON is YAML. */
const { shape } = fc.letrec<{ shape: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(word, fc.double(), fc.boolean(), fc.constant(null), fc.integer()),
  shape: fc.oneof(
    { maxDepth: 6 },
    tie('leaf'),
    fc.array(tie('shape'), { maxLength: 4 }),
    fc.dictionary(key, tie('shape'), { maxKeys: 8 }),
  ),
}));
const misshapen = fc
  .tuple(fc.constantFrom('v1', 'margo.org/v1-alpha1', 'x'), fc.dictionary(key, shape, { maxKeys: 8 }))
  .map(([apiVersion, rest]) => JSON.stringify({ ...rest, apiVersion }));

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(sign, { maxLength: 60 }).map((signs) => signs.join('')),
);
const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.oneof(text, torn, misshapen).map((written) => new TextEncoder().encode(written)),
);

describe('any bytes', () => {
  it(
    'give a report that can be written as JSON, and never an exception',
    () => {
      fc.assert(
        fc.property(
          content,
          fc.constantFrom('auto', '1.0.0-rc.3', '1.0.0-rc.2', 'v1-alpha1'),
          (bytes, profile) => {
            const { findings, description, source } = checkDescription(bytes, { profile, tag: '1.0.0' });
            JSON.stringify({ findings, facts: description && readPackageFacts(description) });
            for (const { line, column = 0 } of findings) {
              if (line === undefined) continue;
              expect(line).toBeLessThanOrEqual(source.lineCount);
              expect(column - 1).toBeLessThanOrEqual(source.line(line).length + 1);
            }
            // What is not read has a reason.
            expect(description !== undefined || findings.length > 0).toBe(true);
          },
        ),
        { numRuns: RUNS },
      );
    },
    20 * MINUTES,
  );
});
