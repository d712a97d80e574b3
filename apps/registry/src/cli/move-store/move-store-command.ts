import type { Environment } from '@margo-registry/settings';
import type { Command } from 'commander';
import { readSetUp, type SetUp } from '../../set-up.js';
import { StartRefused } from '../../start-refused.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { progressOn } from '../progress.js';
import { placesOf } from '../../storage/places.js';
import { closeStores, openExistingStores, openStoresAlone } from '../stopped-stores.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';
import { describeMove } from './move-summary.js';
import { moveStore, sameDatabase } from './move-store.js';
import type { MoveReport } from './move-report.js';

interface MoveOptions {
  readonly from: string;
  readonly to: string;
  readonly format: OutputFormat;
}

const HELP = `
Both files are settings files of the registry. Stop the registry first; only for
embedded SQLite the command can tell whether it runs. The target's database and
blob store must be empty, or hold what a former run of the same move has written:
a move that was cut off goes on where it was when it is run again.

Every blob is hashed while it is copied. One whose bytes are damaged is listed and
not copied: in the target it counts as absent until a client pushes it again. The
rest goes on. Unfinished uploads stay behind. The target gets an id and a key of
its own, and blobs.inline of the target decides which blobs live beside the facts.
Nothing is deleted from the source.

Secrets stand in the files, or in the environment: FROM_REGISTRY_… for the source
and TO_REGISTRY_… for the target, such as TO_REGISTRY_METADATA_URL or
TO_REGISTRY_BLOBS_SECRET_KEY_FILE. Other variables do not count.

Exit code 0: everything has arrived; 1: cut off (run it again) or something damaged
was left out (it is listed); 78: nothing was begun, the sentence says why.

Example:
  $ margo-registry move-store --from embedded.yaml --to postgres-and-s3.yaml`;

export function addMoveStore(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('move-store')
    .summary('copy blobs and facts into other stores, such as Postgres and S3')
    .description('Copies blobs and facts from one pair of stores to another while the registry is stopped.')
    .requiredOption('--from <settings.yaml>', 'settings of the registry as it is')
    .requiredOption('--to <settings.yaml>', 'settings of the registry as it shall be')
    .addOption(formatOption('the result'))
    .addHelpText('after', HELP)
    .action(async (options: MoveOptions) => end(await runMove(options, terminal)));
}

async function runMove({ from, to, format }: MoveOptions, terminal: Terminal): Promise<ExitCode> {
  const source = await readSide(from, 'FROM_', terminal.environment);
  const target = await readSide(to, 'TO_', terminal.environment);
  for (const warning of [...source.warnings, ...target.warnings]) terminal.err.write(`warning: ${warning}\n`);
  const report = await moveBetween(source, target, terminal);
  terminal.out.write(format === 'json' ? `${JSON.stringify(report)}\n` : describeMove(report));
  return report.damaged.length > 0 ? EXIT.failed : EXIT.fine;
}

/** One set of settings. Of the environment only what begins with `side` counts, without that beginning. */
async function readSide(file: string, side: string, environment: Environment): Promise<SetUp> {
  const own = Object.entries(environment)
    .filter(([name]) => name.startsWith(side))
    .map(([name, value]) => [name.slice(side.length), value]);
  return readSetUp({ ...(Object.fromEntries(own) as Environment), REGISTRY_SETTINGS: file });
}

async function moveBetween(from: SetUp, to: SetUp, terminal: Terminal): Promise<MoveReport> {
  if (placesOf(from).metadata === placesOf(to).metadata) throw sameDatabase();
  const source = await openExistingStores(from);
  try {
    const target = await openTarget(to);
    try {
      const { inline } = to.settings.blobs;
      return await moveStore({ source, target, inline, progress: progressOn(terminal.err, 'copied') });
    } finally {
      await closeStores(target);
    }
  } finally {
    await closeStores(source);
  }
}

async function openTarget(to: SetUp) {
  try {
    return await openStoresAlone(to);
  } catch (error) {
    throw error instanceof StartRefused
      ? new StartRefused(`The target cannot be used. ${error.message}`, { cause: error })
      : error;
  }
}
