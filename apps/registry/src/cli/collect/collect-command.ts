import { DatabaseHeldError } from '@margo-registry/storage-metadata';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CollectionReport } from '../../maintenance/collection-report.js';
import { readSetUp, type SetUp } from '../../set-up.js';
import { StartRefused } from '../../start-refused.js';
import type { Stores } from '../../storage/stores.js';
import { CommandFailed } from '../command-failed.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { closeStores, openExistingStores } from '../stopped-stores.js';
import type { Terminal } from '../terminal.js';
import { readTokenFile } from '../token-file.js';
import { askRegistry } from './ask-registry.js';
import { collectHere } from './collect-here.js';
import { describeCollection } from './collect-summary.js';
import { addressOf } from './registry-address.js';

interface CollectOptions {
  readonly url?: URL;
  readonly tokenFile?: string;
  readonly settings?: string;
  readonly dryRun?: true;
  readonly format: 'human' | 'json';
}

const HELP = `
With --url, the registry that runs there collects. Without it, the settings say where
the stores are: on Postgres the command collects by itself, beside the replicas, one
of all at a time; embedded SQLite belongs to one process, so if the registry runs, it
is asked (at http.host and http.port), and if it is stopped, the command does it.

Nothing has to stop meanwhile. collection.grace and collection.untagged say what goes;
with --url they are those of the registry that is asked. Bytes are deleted when they
have waited for the grace time too: by the registry, or by this command if it is
stopped. Begin with --dry-run, which changes nothing.

Exit code 0: done; 1: not done or not to its end (somebody else collects, nobody
answers, not allowed): the sentence says which, and it may be run again; 78: the
settings or a store cannot be used.

Examples:
  $ margo-registry collect --url https://registry.example.com --dry-run
  $ margo-registry collect --settings registry.yaml --format json`;

export function addCollect(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('collect')
    .summary('reclaim space: remove what nobody can reach')
    .description('Removes what nobody can reach and nobody touched for the grace time.')
    .option('--url <url>', 'address of the running registry', parseUrl)
    .option('--token-file <file>', "file with an administrator's token for --url, where access is not open")
    .addOption(
      new Option(
        '--settings <file>',
        "the registry's settings file; the environment counts too, as it does for the registry (default: REGISTRY_SETTINGS)",
      ).conflicts('url'),
    )
    .option('--dry-run', 'only tell what would go, and why')
    .addOption(
      new Option('--format <format>', 'how the report is printed')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('after', HELP)
    .action(async (options: CollectOptions) => end(await runCollect(options, terminal)));
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return url;
  throw new InvalidArgumentError('Write a URL without a path, such as https://registry.example.com.');
}

async function runCollect(options: CollectOptions, terminal: Terminal): Promise<ExitCode> {
  const report = await collect(options, terminal);
  terminal.out.write(options.format === 'json' ? `${JSON.stringify(report)}\n` : describeCollection(report));
  return report.complete ? EXIT.fine : EXIT.failed;
}

async function collect(options: CollectOptions, terminal: Terminal): Promise<CollectionReport> {
  const { url, settings: file } = options;
  const question = { dryRun: options.dryRun === true, token: await readTokenFile(options.tokenFile) };
  if (url !== undefined) return askRegistry({ url, ...question });
  const setUp = await readSetUp({ ...terminal.environment, ...(file && { REGISTRY_SETTINGS: file }) });
  for (const warning of setUp.warnings) terminal.err.write(`warning: ${warning}\n`);
  const stores = await openUnlessHeld(setUp);
  if (stores === undefined) return askRegistry({ url: getAddress(setUp, terminal), ...question });
  try {
    return await collectHere(stores, setUp.settings, { dryRun: question.dryRun, err: terminal.err });
  } finally {
    await closeStores(stores);
  }
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
