import { add, closingLine, countClosingLine, countExit, countJest, listSkipped } from './tally.mjs';

const summary = (suites: string, tests: string): string =>
  `PASS unit a.spec.ts\n\nTest Suites: ${suites}\nTests:       ${tests}\nSnapshots:   0 total\nTime:        1 s\n`;

describe('counting what Jest did', () => {
  it('reads passed tests', () => {
    const output = summary('2 passed, 2 total', '19 passed, 19 total');
    expect(countJest({ code: 0, output })).toEqual({ passed: 19, failed: 0 });
  });

  it('reads failed tests', () => {
    const output = summary('1 failed, 1 passed, 2 total', '2 failed, 1 skipped, 17 passed, 20 total');
    expect(countJest({ code: 1, output })).toEqual({ passed: 17, failed: 2 });
  });

  it('reads a summary in colours', () => {
    const output =
      '\u001b[1mTests:       \u001b[22m\u001b[1m\u001b[32m3 passed\u001b[39m\u001b[22m, 3 total\n'.replace(
        '\u001b[1mT',
        'T',
      );
    expect(countJest({ code: 0, output })).toEqual({ passed: 3, failed: 0 });
  });

  it('counts a suite that could not start as a failure', () => {
    const output = summary('1 failed, 1 passed, 2 total', '19 passed, 19 total');
    expect(countJest({ code: 1, output })).toEqual({ passed: 19, failed: 1 });
  });

  it('counts a run without tests as a failure although it exits with 0', () => {
    expect(countJest({ code: 0, output: 'No tests found, exiting with code 0\n' })).toEqual({
      passed: 0,
      failed: 1,
    });
  });

  it('counts an exit that is not 0 as a failure although every test passed', () => {
    const output = summary('1 passed, 1 total', '5 passed, 5 total');
    expect(countJest({ code: 137, output })).toEqual({ passed: 5, failed: 1 });
  });

  it('believes the last summary, not one that a test printed', () => {
    const output =
      summary('1 passed, 1 total', '1 passed, 1 total') + summary('1 failed, 1 total', '4 failed, 4 total');
    expect(countJest({ code: 1, output })).toEqual({ passed: 0, failed: 4 });
  });
});

describe('counting other commands', () => {
  it('takes an exit code as one check', () => {
    expect(countExit({ code: 0, output: '' })).toEqual({ passed: 1, failed: 0 });
    expect(countExit({ code: 2, output: '' })).toEqual({ passed: 0, failed: 1 });
    expect(countExit({ code: null, output: '' })).toEqual({ passed: 0, failed: 1 });
  });

  it('reads a closing line', () => {
    expect(countClosingLine({ code: 0, output: 'x\n\n12 passed, 0 failed\n' })).toEqual({
      passed: 12,
      failed: 0,
    });
    expect(countClosingLine({ code: 1, output: '12 passed, 3 failed\n' })).toEqual({ passed: 12, failed: 3 });
  });

  it('counts a command that closed without its line, or against it, as a failure', () => {
    expect(countClosingLine({ code: 0, output: 'x\n' })).toEqual({ passed: 0, failed: 1 });
    expect(countClosingLine({ code: 1, output: '12 passed, 0 failed\n' })).toEqual({ passed: 12, failed: 1 });
  });

  it('finds the lines that say something was skipped, and no other mention of it', () => {
    const output =
      'skipped: no oras at /x or on PATH\n    2 tests, 1 skipped: see below\n  skipped: no crane at /y\n';
    expect(listSkipped(output)).toEqual(['skipped: no oras at /x or on PATH', '  skipped: no crane at /y']);
  });

  it('adds up to one line', () => {
    const sum = add([
      { passed: 3, failed: 0 },
      { passed: 4, failed: 2 },
    ]);
    expect(closingLine(sum)).toBe('7 passed, 2 failed');
  });
});
