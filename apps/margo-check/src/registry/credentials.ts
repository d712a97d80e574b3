import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CheckFailed } from '../check-failed.js';
import type { Environment } from '../terminal.js';

/** What a registry or its token service is shown. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly value: string }
  | { readonly kind: 'token'; readonly value: string };

/** From the environment, else what a login of docker or oras stored for the host. Throws `CheckFailed` for a file that cannot be read. */
export async function readCredentials(host: string, environment: Environment): Promise<Credentials> {
  const token = await readSecret(environment, 'MARGO_CHECK_TOKEN');
  if (token !== undefined) return { kind: 'token', value: token };
  const user = environment['MARGO_CHECK_USERNAME'];
  if (user !== undefined && user !== '') {
    const password = (await readSecret(environment, 'MARGO_CHECK_PASSWORD')) ?? '';
    return { kind: 'basic', value: Buffer.from(`${user}:${password}`).toString('base64') };
  }
  return readStored(host, environment['DOCKER_CONFIG'] ?? join(homedir(), '.docker'));
}

async function readSecret(environment: Environment, name: string): Promise<string | undefined> {
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return environment[name] || undefined;
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CheckFailed(`${name}_FILE cannot be read: ${error.message}.`);
  });
  return text.trim();
}

interface StoredLogins {
  readonly auths?: Readonly<Record<string, { readonly auth?: unknown }>>;
}

/** A file that is absent or something else holds no login. */
async function readStored(host: string, folder: string): Promise<Credentials> {
  try {
    const { auths = {} } = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as StoredLogins;
    const stored = auths[host]?.auth ?? auths[`https://${host}`]?.auth;
    return typeof stored === 'string' && stored !== '' ? { kind: 'basic', value: stored } : { kind: 'none' };
  } catch {
    return { kind: 'none' };
  }
}
