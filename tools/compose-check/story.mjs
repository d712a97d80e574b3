import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { digestOf } from '../demo/package-folder.mjs';
import { findJudge } from '../check/judges.mjs';
import { run } from './program.mjs';

/** @typedef {import('./deployment.mjs').Deployment} Deployment */
/** Who pushes and who pulls, with passwords. @typedef {{ publisher: string, wfm: string }} Passwords */
/** What was pushed: digests of the manifest and of its one file. @typedef {{ manifest: string, file: string }} Pushed */

/** @type {Passwords} */
export const DEVELOPMENT = { publisher: 'publisher-secret', wfm: 'wfm-secret' };
const NAME = 'acme/story:1.0.0';
const FILE = 'big.bin';
const FILE_TYPE = 'application/octet-stream';
const SIZE = 20 * 1024 * 1024;

/** A caller without a token is told where to get one, and the place works. @param {Deployment} deployment @param {string} [password] of wfm */
export async function knock({ url }, password = DEVELOPMENT.wfm) {
  const knocked = await run('curl', ['-si', `${url}/v2/`]);
  if (!/^HTTP\/1.1 401/.test(knocked) || !knocked.includes(`realm="${url}/token"`)) throw new Error(knocked);
  const answer = await run('curl', ['-sfu', `wfm:${password}`, `${url}/token?service=margo-registry`]);
  const { token } = JSON.parse(answer);
  await run('curl', ['-sf', '-H', `Authorization: Bearer ${token}`, `${url}/v2/`]);
}

/**
 * A publisher pushes with oras, a fleet manager pulls the same bytes and may not push.
 *
 * @param {Deployment} deployment @param {Passwords} [passwords] @returns {Promise<Pushed>}
 */
export function pushAndPull({ host }, passwords = DEVELOPMENT) {
  return inFolder(async (folder) => {
    const bytes = randomBytes(SIZE);
    writeFileSync(join(folder, FILE), bytes);
    const push = ['push', '--format', 'go-template={{.digest}}', `${host}/${NAME}`, `${FILE}:${FILE_TYPE}`];
    const manifest = await oras(folder, 'publisher', passwords, push);
    const pushed = { manifest, file: digestOf(bytes) };
    await pullInto(folder, host, pushed, passwords);
    const isRefused = await oras(folder, 'wfm', passwords, push).then(
      () => false,
      () => true,
    );
    if (!isRefused) throw new Error('wfm could push');
    return pushed;
  });
}

/** Rejects unless the tag leads to the manifest and the bytes that were pushed. @param {Deployment} deployment @param {Pushed} pushed */
export function pullAgain({ host }, pushed) {
  return inFolder((folder) => pullInto(folder, host, pushed, DEVELOPMENT));
}

/** @param {string} folder @param {string} host @param {Pushed} pushed @param {Passwords} passwords */
async function pullInto(folder, host, pushed, passwords) {
  const target = `${host}/${NAME}`;
  const manifest = await oras(folder, 'wfm', passwords, ['resolve', target]);
  if (manifest !== pushed.manifest)
    throw new Error(`${pushed.manifest} was pushed, and the tag is ${manifest}`);
  await oras(folder, 'wfm', passwords, ['pull', '-o', 'pulled', target]);
  const file = digestOf(readFileSync(join(folder, 'pulled', FILE)));
  if (file !== pushed.file) throw new Error(`${pushed.file} was pushed, and ${file} was pulled`);
}

/** @param {string} cwd @param {keyof Passwords} name @param {Passwords} passwords @param {string[]} parameters */
function oras(cwd, name, passwords, parameters) {
  const program = /** @type {string} */ (findJudge('oras'));
  return run(program, [...parameters, '--plain-http', '-u', name, '-p', passwords[name]], {}, cwd);
}

/** @template T @param {(folder: string) => Promise<T>} action */
async function inFolder(action) {
  const folder = mkdtempSync(join(tmpdir(), 'margo-story-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
