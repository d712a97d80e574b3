import type { Command } from 'commander';
import type { CollectionReport } from '../../maintenance/collection-report.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { addRegistryOptions, findRegistry, type RegistryOptions } from '../registry-or-stores.js';
import { closeStores } from '../stopped-stores.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';
import { readTokenFile } from '../token-file.js';
import { askRegistry } from './ask-registry.js';
import { collectHere } from './collect-here.js';
import { describeCollection } from './collect-summary.js';

interface CollectOptions extends RegistryOptions {
  readonly dryRun?: true;
  readonly format: OutputFormat;
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
  const command = program
    .command('collect')
    .summary('reclaim space: remove what nobody can reach')
    .description('Removes what nobody can reach and nobody touched for the grace time.');
  addRegistryOptions(command)
    .option('--dry-run', 'only tell what would go, and why')
    .addOption(formatOption('the report'))
    .addHelpText('after', HELP)
    .action(async (options: CollectOptions) => end(await runCollect(options, terminal)));
}

async function runCollect(options: CollectOptions, terminal: Terminal): Promise<ExitCode> {
  const report = await collect(options, terminal);
  terminal.out.write(options.format === 'json' ? `${JSON.stringify(report)}\n` : describeCollection(report));
  return report.complete ? EXIT.fine : EXIT.failed;
}

async function collect(options: CollectOptions, terminal: Terminal): Promise<CollectionReport> {
  const question = { dryRun: options.dryRun === true, token: await readTokenFile(options.tokenFile) };
  const found = await findRegistry(options, terminal);
  if ('url' in found) return askRegistry({ url: found.url, ...question });
  const { stores, setUp } = found;
  try {
    return await collectHere(stores, setUp.settings, { dryRun: question.dryRun, err: terminal.err });
  } finally {
    await closeStores(stores);
  }
}
