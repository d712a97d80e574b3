import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { findJudge } from '../check/judges.mjs';
import { run } from './program.mjs';

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

/** A caller without a token is told where to get one, and the place works. @param {Deployment} deployment */
export async function knock({ url }) {
  const knocked = await run('curl', ['-si', `${url}/v2/`]);
  if (!/^HTTP\/1.1 401/.test(knocked) || !knocked.includes(`realm="${url}/token"`)) throw new Error(knocked);
  const answer = await run('curl', ['-sfu', 'wfm:wfm-secret', `${url}/token?service=margo-registry`]);
  const { token } = JSON.parse(answer);
  await run('curl', ['-sf', '-H', `Authorization: Bearer ${token}`, `${url}/v2/`]);
}

/** A publisher pushes with oras, a fleet manager pulls the same bytes and may not push. @param {Deployment} deployment */
export async function pushAndPull({ host }) {
  const oras = /** @type {string} */ (findJudge('oras'));
  const folder = mkdtempSync(join(tmpdir(), 'margo-story-'));
  const login = (/** @type {string} */ name) => ['--plain-http', '-u', name, '-p', `${name}-secret`];
  const target = `${host}/acme/story:1.0.0`;
  try {
    const bytes = randomBytes(20 * 1024 * 1024);
    writeFileSync(join(folder, 'big.bin'), bytes);
    const push = ['push', target, 'big.bin:application/octet-stream'];
    await run(oras, [...push, ...login('publisher')], {}, folder);
    await run(oras, ['pull', target, '-o', 'pulled', ...login('wfm')], {}, folder);
    if (!readFileSync(join(folder, 'pulled/big.bin')).equals(bytes))
      throw new Error('other bytes were pulled');
    const refused = await run(oras, [...push, ...login('wfm')], {}, folder).then(
      () => false,
      () => true,
    );
    if (!refused) throw new Error('wfm could push');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
