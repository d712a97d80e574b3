/** @typedef {{ passed: number, failed: number }} Tally */
/** @typedef {{ code: number | null, output: string }} Ended what a finished command printed on both outputs, and its exit code */

/** Matches the colours that a terminal would show. */
const COLOUR = /\u001b\[[0-9;]*m/g;

/**
 * Counts tests from the closing summary of Jest. A suite that could not start has no test of its own, so it counts as one;
 * a run without any test has failed.
 *
 * @param {Ended} ended
 * @returns {Tally}
 */
export function countJest({ code, output }) {
  const text = output.replace(COLOUR, '');
  const tests = findLast(text, /^Tests: .*$/gm);
  const suites = findLast(text, /^Test Suites: .*$/gm);
  const passed = numberBefore(tests, 'passed');
  const failed = numberBefore(tests, 'failed') || numberBefore(suites, 'failed');
  return { passed, failed: Math.max(failed, code === 0 && passed > 0 ? 0 : 1) };
}

/**
 * A command that is one check by its exit code.
 *
 * @param {Ended} ended
 * @returns {Tally}
 */
export function countExit({ code }) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Reads the closing line `N passed, M failed` of a command that tallied by itself; without one the command has failed.
 *
 * @param {Ended} ended
 * @returns {Tally}
 */
export function countClosingLine({ code, output }) {
  const line = findLast(output, /^\d+ passed, \d+ failed$/gm);
  const failed = numberBefore(line, 'failed');
  return {
    passed: numberBefore(line, 'passed'),
    failed: Math.max(failed, code === 0 && line !== '' ? 0 : 1),
  };
}

/**
 * Lines by which tests say that something they need is absent.
 *
 * @param {string} output
 */
export function listSkipped(output) {
  return output.replace(COLOUR, '').match(/^\s*skipped: .*$/gm) ?? [];
}

/** @param {Tally[]} tallies @returns {Tally} */
export function add(tallies) {
  return tallies.reduce(
    (sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed }),
    {
      passed: 0,
      failed: 0,
    },
  );
}

/** @param {Tally} tally */
export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** @param {string} text @param {RegExp} pattern */
function findLast(text, pattern) {
  return text.match(pattern)?.at(-1) ?? '';
}

/** @param {string} line @param {string} word */
function numberBefore(line, word) {
  return Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
}
