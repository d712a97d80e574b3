import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './judges.mjs';
import { add, closingLine, countExit, listSkipped } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {import('./tally.mjs').Ended} Ended */

/**
 * One command of a check. `count` reads its output (by default the exit code is one check); `environment` is added to the
 * caller's; `minutes` is how long it may take.
 *
 * @typedef {{ name: string, command: string[], count?: (ended: Ended) => Tally, environment?: Record<string, string>, minutes?: number }} Stage
 */

const MINUTES = 15;

/** Command line of Jest for native ES modules, with another Node where one is named. @param {string[]} parameters */
export function jest(parameters, node = process.execPath) {
  return [node, '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...parameters];
}

/**
 * Runs the stages one after the other, all of them also when one fails, and ends with the closing line; the exit code is
 * 1 when anything failed. Where `CI` is set, a line `skipped: …` is a failure.
 *
 * @param {Stage[]} stages
 * @param {{ isStoppedByFailure?: boolean }} [options] `isStoppedByFailure`: stages behind a failed one are left out
 */
export async function runStages(stages, { isStoppedByFailure = false } = {}) {
  const tallies = [];
  const failures = [];
  for (const stage of stages) {
    const tally = await runStage(stage);
    tallies.push(tally);
    if (tally.failed > 0) failures.push(stage.name);
    if (tally.failed > 0 && isStoppedByFailure) break;
  }
  if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
  console.log(`\n${closingLine(add(tallies))}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** @param {Stage} stage @returns {Promise<Tally>} */
async function runStage(stage) {
  console.log(`\n== ${stage.name}`);
  const started = performance.now();
  const ended = await run(stage);
  const skipped = process.env.CI ? listSkipped(ended.output) : [];
  const tally = add([(stage.count ?? countExit)(ended), { passed: 0, failed: skipped.length }]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${stage.name}: ${tally.failed > 0 ? 'FAILED' : 'ok'} in ${seconds} s`);
  if (skipped.length > 0)
    console.log(`   nothing may be skipped here: ${skipped.length} lines say "skipped:"`);
  return tally;
}

/** @param {Stage} stage @returns {Promise<Ended>} */
async function run({ command: [program = '', ...parameters], environment, minutes = MINUTES }) {
  const child = spawn(program, parameters, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: minutes * 60_000,
    env: { ...process.env, ...environment },
  });
  /** @type {Buffer[]} */
  const chunks = [];
  child.stdout.on('data', (chunk) => void (chunks.push(chunk), process.stdout.write(chunk)));
  child.stderr.on('data', (chunk) => void (chunks.push(chunk), process.stderr.write(chunk)));
  const [code] = await once(child, 'close');
  if (code === null) console.log(`   ended by ${child.signalCode}, at most ${minutes} minutes are given`);
  return { code, output: Buffer.concat(chunks).toString() };
}
