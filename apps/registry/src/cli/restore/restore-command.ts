import type { Command } from 'commander';
import { readSetUp } from '../../set-up.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { MoveReport } from '../move-store/move-report.js';
import { carryAll } from '../move-store/move-store.js';
import { describeMove } from '../move-store/move-summary.js';
import { progressOn } from '../progress.js';
import { closeStores, openStoresAlone } from '../stopped-stores.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';
import { checkEmpty } from './restore-check.js';
import { openBackup } from './restore-source.js';

interface RestoreOptions {
  readonly from: string;
  readonly settings?: string;
  readonly format: OutputFormat;
}

const HELP = `
The settings say where the stores are: any driver pair, whatever the backup was made
of; blobs.inline decides which blobs live beside the facts. The database and the blob
store must be empty, and no registry may run on them; a restore that was cut off goes
on when it is run again. The stores get an id and a key of their own, so whoever was
logged in by the registry's own accounts logs in again, and whoever was uploading
begins again.

Every blob is hashed while it is copied. One whose bytes are damaged in the backup is
listed and left out: it counts as absent until a client pushes it again. Run
margo-registry verify afterwards.

Exit code 0: everything is back; 1: cut off (run it again), no whole backup, or
something damaged was left out (it is listed); 78: nothing was begun, the sentence
says why.

Example:
  $ margo-registry restore --from /backup/registry --settings registry.yaml`;

export function addRestore(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('restore')
    .summary('bring a backup back into empty stores')
    .description('Brings everything that is in a backup into empty stores while the registry is stopped.')
    .requiredOption('--from <folder>', 'where the backup is')
    .option(
      '--settings <file>',
      "the registry's settings file; the environment counts too, as it does for the registry (default: REGISTRY_SETTINGS)",
    )
    .addOption(formatOption('the result'))
    .addHelpText('after', HELP)
    .action(async (options: RestoreOptions) => end(await runRestore(options, terminal)));
}

async function runRestore(
  { from, settings: file, format }: RestoreOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const setUp = await readSetUp({ ...terminal.environment, ...(file && { REGISTRY_SETTINGS: file }) });
  for (const warning of setUp.warnings) terminal.err.write(`warning: ${warning}\n`);
  const source = await openBackup(from);
  const target = await openStoresAlone(setUp);
  const report = new MoveReport();
  try {
    await checkEmpty(source, target.metadata.queries);
    const { inline } = setUp.settings.blobs;
    const progress = progressOn(terminal.err, 'restored');
    await carryAll({ source, target, inline, progress, report }, source.bytes);
  } finally {
    await closeStores(target);
  }
  terminal.out.write(format === 'json' ? `${JSON.stringify(report)}\n` : describeMove(report, 'restored'));
  return report.damaged.length > 0 ? EXIT.failed : EXIT.fine;
}
