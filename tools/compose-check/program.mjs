import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../check/judges.mjs';

const runFile = promisify(execFile);
const OUTPUT = 64 * 1024 * 1024;

/**
 * Runs a program to its end, in the folder of the project unless another is named; resolves with what it printed, and rejects with what it
 * complained of.
 *
 * @param {string} program @param {readonly string[]} parameters @param {NodeJS.ProcessEnv} [environment] beside the caller's
 * @param {string} [cwd]
 */
export async function run(program, parameters, environment = {}, cwd = ROOT) {
  const env = { ...process.env, ...environment };
  const { stdout } = await runFile(program, parameters, { cwd, env, maxBuffer: OUTPUT });
  return stdout.trim();
}

/** What a program prints, or undefined where it cannot be run. @param {string} program @param {readonly string[]} parameters @param {NodeJS.ProcessEnv} [environment] */
export async function findOutput(program, parameters, environment) {
  return run(program, parameters, environment).catch(() => undefined);
}

/** Installs Debian packages; only root can. @param {readonly string[]} names */
export function installDebian(names) {
  const options = {
    stdio: /** @type {const} */ (['ignore', 'ignore', 'inherit']),
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
}

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks until the answer is true; rejects when the time is over. @param {string} what @param {number} seconds @param {() => Promise<boolean>} ask */
export async function until(what, seconds, ask) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await ask().catch(() => false)) return;
    await pause(200);
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
