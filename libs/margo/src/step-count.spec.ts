import { Session } from 'node:inspector';

/** Counts blocks of code that run, as the engine itself sees them, in all files: those of the libraries too. */
class StepCounter {
  private readonly session = new Session();

  start(): void {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  stop(): void {
    this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }

  count(work: () => void): number {
    this.take();
    work();
    return this.take();
  }

  /** Steps since the last call. */
  private take(): number {
    let steps = 0;
    this.session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      for (const { functions } of result)
        for (const { ranges } of functions) for (const { count } of ranges) steps += count;
    });
    return steps;
  }
}

// Code is counted block by block only where it was compiled while counting was on: so the library comes afterwards.
const steps = new StepCounter();
steps.start();
const { checkDescription } = await import('./check-description.js');
const { VALID_DESCRIPTIONS } = await import('./testing/rule-example.js');

const VALID = VALID_DESCRIPTIONS['1.0.0-rc.3'];
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const extension = (yaml: string): string => `${VALID}x-test-extensions:\n${yaml}\n`;

const numbered = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('');

const without = (key: string): string => VALID.slice(0, VALID.indexOf(`\n${key}:`) + 1);

/** Each makes a document whose size grows with its number, and that no limit cuts short. */
const GROWING: Readonly<Record<string, (size: number) => string>> = {
  'keys of a mapping': (size) => extension(numbered(size, (index) => `  k${index}: ${index}\n`)),
  'items of a list': (size) => extension(`  a: [${numbered(size, (index) => `${index},`)}]`),
  'aliases of one anchor': (size) => extension(`  a: &a 1\n  b: [${'*a,'.repeat(size)}]`),
  'lines of a comment': (size) => VALID + '# words\n'.repeat(size),
  'lines of a block text': (size) => extension(`  a: |\n${'    words\n'.repeat(size)}`),
  'quotes in quotes': (size) => extension(`  a: '${"''".repeat(size)}'`),
  'characters of an e-mail address': (size) =>
    VALID.replace('mira@tank-watch.example.com', 'a'.repeat(size * 4)),
  'unknown keys': (size) => VALID + numbered(size, (index) => `unknown${index}: 1\n`),
  'components of one name': (size) =>
    VALID.replace(
      '      - name: tank-stack\n',
      `${'      - { name: twin, properties: { repository: a, revision: b } }\n'.repeat(size / 8)}      - name: tank-stack\n`,
    ),
  'settings without parameter and schema': (size) =>
    `${without('configuration')}configuration:\n  schema: []\n  sections:\n    - name: a\n      settings:\n${numbered(size / 8, (index) => `        - { parameter: p${index}, name: a, schema: s${index} }\n`)}`,
  'parameters that nothing sets': (size) =>
    `${without('parameters')}parameters:\n${numbered(size / 8, (index) => `  p${index}: { targets: [{ pointer: A, components: [none] }] }\n`)}`,
  'patterns that would backtrack': (size) =>
    VALID.replace('value: north', `value: ${'a'.repeat(size)}`)
      .replace('maxLength: 40', 'maxLength: 9999')
      .replace('^[a-z]+$', '^(([a-z])+.)+[A-Z]$'),
  'options of a schema': (size) =>
    VALID.replace('options: [en, de]', `options: [${numbered(size, (index) => `o${index},`)}]`),
  'eligibility rules': (size) =>
    VALID.replace(
      '        - labelSelector:\n',
      `${'        - labelSelector: { matchExpressions: [{ key: a, operator: In }] }\n'.repeat(size / 8)}        - labelSelector:\n`,
    ),
};

describe('steps', () => {
  const SIZE = 1600;
  afterAll(() => steps.stop());

  /** By how much more the second doubling costs than the first one: 2 in linear time, 4 in its square. */
  function growthOf(work: (size: number) => () => void): number {
    const [once, twice, fourTimes] = [SIZE / 4, SIZE / 2, SIZE].map((size) => {
      const run = work(size);
      run();
      return steps.count(run);
    }) as [number, number, number];
    // Work that is done natively, in one call whatever the size, adds next to nothing.
    const noise = once / 50;
    return (fourTimes - twice) / Math.max(twice - once, noise);
  }

  it('are counted, as a loop in a loop shows', () => {
    const square = growthOf((size) => () => {
      let sum = 0;
      for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) sum += column;
      return sum;
    });
    expect(square).toBeGreaterThan(3.5);
  });

  it.each(Object.entries(GROWING))('grow with the number of %s and not with its square', (_, grow) => {
    const growth = growthOf((size) => {
      const bytes = encode(grow(size));
      return () => checkDescription(bytes, { profile: 'auto' });
    });
    expect(growth).toBeLessThan(3);
  });
});
