import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { margoRegistry } from '../harness/command-line.js';
import { RegistryClient } from '../harness/registry-client.js';

/** Who may do what in the registries of these tests. Everybody's password is `<account>-secret`. */
export const RULES = [
  { subject: 'publisher', repository: '*', actions: ['pull', 'push', 'delete'] },
  { subject: 'wfm', repository: '*', actions: ['pull'] },
  { subject: 'team', repository: 'team/*', actions: ['pull', 'push'] },
  { subject: 'admin', repository: '*', actions: ['*'] },
];
const ACCOUNTS = ['publisher', 'wfm', 'team', 'admin', 'nobody'];

export interface AccountsPlace {
  readonly directory: string;
  readonly htpasswd: string;
  /** Starts a registry in mode bearer with these accounts and rules; everybody may pull from `public/*`. */
  readonly environment: Readonly<Record<string, string>>;
}

export function passwordOf(account: string): string {
  return `${account}-secret`;
}

export function basicOf(account: string, password = passwordOf(account)): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}` };
}

/** Writes an htpasswd file, line by line as the guide has it, and a settings file with the rules. */
export async function writeAccounts(rules: readonly object[] = RULES): Promise<AccountsPlace> {
  const directory = await mkdtemp(join(tmpdir(), 'margo-registry-accounts-'));
  const [htpasswd, settings] = [join(directory, 'htpasswd'), join(directory, 'settings.yaml')];
  await writeFile(htpasswd, (await Promise.all(ACCOUNTS.map((account) => lineOf(account)))).join(''));
  await writeFile(settings, JSON.stringify({ access: { rules } }));
  const environment = {
    REGISTRY_SETTINGS: settings,
    REGISTRY_ACCESS_MODE: 'bearer',
    REGISTRY_ACCESS_HTPASSWD: htpasswd,
    REGISTRY_ACCESS_ANONYMOUS_PULL: 'public/*',
  };
  return { directory, htpasswd, environment };
}

export async function lineOf(account: string, password = passwordOf(account)): Promise<string> {
  const { code, stdout, stderr } = await margoRegistry(
    ['hash-password', account, '--cost', '8'],
    {},
    { input: password },
  );
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** A token of the registry's own `/token`. */
export async function fetchToken(
  url: string,
  account: string | undefined,
  ...scopes: string[]
): Promise<string> {
  const client = new RegistryClient(url);
  try {
    const query = new URLSearchParams(scopes.map((scope): [string, string] => ['scope', scope]));
    const answer = await client.get(`/token?${query}`, account === undefined ? {} : basicOf(account));
    if (answer.status !== 200) throw new Error(`/token answered ${answer.status}: ${answer.text}`);
    return (answer.json as { token: string }).token;
  } finally {
    await client.close();
  }
}
