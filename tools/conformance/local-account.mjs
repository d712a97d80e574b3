import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../check/judges.mjs';

const NAME = 'conformance';
const PASSWORD = 'a password of this run';
const RULES = [{ subject: NAME, repository: 'conformance/*', actions: ['pull', 'push', 'delete'] }];

/** Settings of a registry in mode bearer with one local account and a rule, and how the programme logs in. */
export async function makeLocalAccount() {
  const directory = await mkdtemp(join(tmpdir(), 'margo-conformance-account-'));
  const [htpasswd, settings] = [join(directory, 'htpasswd'), join(directory, 'settings.yaml')];
  const command = [join(ROOT, 'apps/registry/dist/cli/main.js'), 'hash-password', NAME];
  const { stdout, status, stderr } = spawnSync(process.execPath, command, {
    input: PASSWORD,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  await writeFile(htpasswd, stdout);
  await writeFile(settings, JSON.stringify({ access: { mode: 'bearer', htpasswd, rules: RULES } }));
  return {
    registry: { REGISTRY_SETTINGS: settings },
    programme: { OCI_USERNAME: NAME, OCI_PASSWORD: PASSWORD },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
