import { DatabaseHeldError } from '@margo-registry/storage-metadata';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { readSetUp, type SetUp } from '../set-up.js';
import { StartRefused } from '../start-refused.js';
import type { Stores } from '../storage/stores.js';
import { addressOf } from './collect/registry-address.js';
import { CommandFailed } from './command-failed.js';
import { openExistingStores } from './stopped-stores.js';
import type { Terminal } from './terminal.js';

/** Whom a command is about: a running registry by its address, or whatever the settings lead to. */
export interface RegistryOptions {
  readonly url?: URL;
  readonly tokenFile?: string;
  readonly settings?: string;
}

export function addRegistryOptions(command: Command): Command {
  return command
    .option('--url <url>', 'address of the running registry', parseUrl)
    .option('--token-file <file>', "file with an administrator's token for --url, where access is not open")
    .addOption(
      new Option(
        '--settings <file>',
        "the registry's settings file; the environment counts too, as it does for the registry (default: REGISTRY_SETTINGS)",
      ).conflicts('url'),
    );
}

/** The address of a running registry where one is named or holds the database, else the opened stores, which the caller closes. */
export async function findRegistry(
  { url, settings: file }: RegistryOptions,
  terminal: Terminal,
): Promise<{ readonly url: URL } | { readonly stores: Stores; readonly setUp: SetUp }> {
  if (url !== undefined) return { url };
  const setUp = await readSetUp({ ...terminal.environment, ...(file && { REGISTRY_SETTINGS: file }) });
  for (const warning of setUp.warnings) terminal.err.write(`warning: ${warning}\n`);
  const stores = await openUnlessHeld(setUp);
  return stores === undefined ? { url: getAddress(setUp, terminal) } : { stores, setUp };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return url;
  throw new InvalidArgumentError('Write a URL without a path, such as https://registry.example.com.');
}

/** `undefined` where a running registry holds the database. */
async function openUnlessHeld(setUp: SetUp): Promise<Stores | undefined> {
  try {
    return await openExistingStores(setUp);
  } catch (error) {
    if (error instanceof StartRefused && isCausedByHolder(error)) return undefined;
    throw error;
  }
}

function isCausedByHolder({ cause }: Error): boolean {
  return cause instanceof DatabaseHeldError || (cause instanceof Error && isCausedByHolder(cause));
}

function getAddress({ settings }: SetUp, { err }: Terminal): URL {
  const url = addressOf(settings.http);
  if (url === undefined)
    throw new CommandFailed(
      'The registry runs, but its port was chosen at its start: give its address (--url).',
    );
  err.write(`asking the registry at ${url.origin}\n`);
  return url;
}
