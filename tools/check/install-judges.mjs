// Installs the programs that `npm run check` needs, by package name and pinned; what is there already stays.
// usage: node tools/check/install-judges.mjs [--long] [names…]
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { JUDGES, JUDGES_DIRECTORY, findJudge } from './judges.mjs';

/** @typedef {import('./judges.mjs').Judge} Judge */

/** @param {string} program @param {string[]} parameters @param {NodeJS.ProcessEnv} environment */
function run(program, parameters, environment = {}) {
  execFileSync(program, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

/** What a program prints, or undefined where it cannot be run. @param {string} program @param {string[]} parameters */
function findOutput(program, parameters) {
  try {
    return execFileSync(program, parameters, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

/** Whether the judge is there in its pinned version; Debian's packages have the version of the release. @param {string} name */
function isInstalled(name) {
  const { go, pip } = /** @type {Judge} */ (JUDGES[name]);
  const program = findJudge(name);
  if (program === undefined) return false;
  if (go) return findOutput('go', ['version', '-m', program])?.includes(`\t${versionOf(go, '@')}\t`) ?? false;
  if (pip) return findOutput(program, ['-m', 'pip', 'freeze'])?.split('\n').includes(pip) ?? false;
  return true;
}

/** @param {string} pinned @param {string} separator */
function versionOf(pinned, separator) {
  return pinned.slice(pinned.lastIndexOf(separator) + separator.length);
}

/** @param {string} go */
function installGo(go) {
  if (findOutput('go', ['version']) === undefined) throw new Error('Go 1.24 or newer is needed to build it');
  run('go', ['install', go], { CGO_ENABLED: '0', GOBIN: JUDGES_DIRECTORY, GOFLAGS: '' });
}

/** @param {string} name @param {string} pip */
function installPip(name, pip) {
  const environment = join(JUDGES_DIRECTORY, name);
  if (findOutput('python3', ['-m', 'ensurepip', '--version']) === undefined) installApt('python3-venv');
  run('python3', ['-m', 'venv', environment]);
  run(join(environment, 'bin/python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    pip,
  ]);
}

let isListFresh = false;

/** @param {string} name */
function installApt(name) {
  if (process.getuid?.() !== 0)
    throw new Error(`only root can install Debian packages: sudo apt-get install ${name}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!isListFresh) run('apt-get', ['update', '-qq'], quiet);
  isListFresh = true;
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet);
}

/** @param {string} name */
function install(name) {
  const { go, pip, apt } = /** @type {Judge} */ (JUDGES[name]);
  if (go) installGo(go);
  if (pip) installPip(name, pip);
  if (apt) installApt(apt);
  if (!isInstalled(name)) throw new Error('it was installed, but is not found in its pinned version');
}

/** @param {string} name */
function installOrExplain(name) {
  try {
    install(name);
  } catch (error) {
    throw new Error(`${name} could not be installed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function main() {
  const isLong = process.argv.includes('--long');
  const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const unknown = named.filter((name) => !(name in JUDGES));
  if (unknown.length > 0)
    throw new Error(`unknown: ${unknown.join(', ')}; known: ${Object.keys(JUDGES).join(', ')}`);
  const wanted =
    named.length > 0 ? named : Object.keys(JUDGES).filter((name) => isLong || !JUDGES[name]?.isLong);
  mkdirSync(JUDGES_DIRECTORY, { recursive: true });
  for (const name of wanted) {
    const started = performance.now();
    const wasThere = isInstalled(name);
    if (!wasThere) installOrExplain(name);
    const time = ((performance.now() - started) / 1000).toFixed(1);
    console.log(wasThere ? `${name}: there already` : `${name}: installed in ${time} s`);
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
