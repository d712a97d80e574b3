import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailed } from '../command-failed.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { progressOn } from '../progress.js';
import { addRegistryOptions, findRegistry, type RegistryOptions } from '../registry-or-stores.js';
import { closeStores } from '../stopped-stores.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';
import { readTokenFile } from '../token-file.js';
import { counted, roughly } from '../words.js';
import type { BackupSession, BackupSource } from './backup-source.js';
import { BackupRun, type BackupReport } from './make-backup.js';
import { RegistrySource } from './registry-source.js';
import { StoresSource } from './stores-source.js';

interface BackupOptions extends RegistryOptions {
  readonly to: string;
  readonly format: OutputFormat;
}

/** Milliseconds between two signs of life, of sixty seconds that a backup lives without one. */
const RENEW_EVERY = 10_000;
/** How often and how long a backup waits for the collector. */
const ASK_AGAIN = 1_000;
const WAIT = 600_000;

const HELP = `
With --url, the registry that runs there is asked. Without it, the settings say where
the stores are: Postgres and its blob store are read beside the replicas; embedded
SQLite belongs to one process, so if the registry runs, it is asked (at http.host and
http.port), and if it is stopped, its files are read.

Pushes, pulls and deletions go on meanwhile. The copy holds what was acknowledged when
it began; collection pauses until it ends, so no bytes go that it mentions. Unfinished
uploads, the store's id and its key are no part of it. Every blob is hashed while it
is copied. Run it into the same folder again, and only new blobs are copied; a run
that was cut off is continued the same way. The folder has a whole backup when it has
a backup.json. Protect it as you protect the registry.

Exit code 0: everything is in the folder; 1: not done (the sentence says why; run it
again), or done without some blobs whose bytes are damaged in the registry (they are
listed); 78: the settings or a store cannot be used.

Examples:
  $ margo-registry backup --to /backup/registry --url https://registry.example.com
  $ margo-registry backup --to /backup/registry --settings registry.yaml`;

export function addBackup(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command('backup')
    .summary('copy everything into a folder while pushes go on')
    .description('Copies facts and bytes of one instant into a folder, from which restore brings them back.')
    .requiredOption('--to <folder>', 'where the backup is, or shall be');
  addRegistryOptions(command)
    .addOption(formatOption('the result'))
    .addHelpText('after', HELP)
    .action(async (options: BackupOptions) => end(await runBackup(options, terminal)));
}

async function runBackup(options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const token = await readTokenFile(options.tokenFile);
  const found = await findRegistry(options, terminal);
  const report = await ('url' in found
    ? backUp(new RegistrySource(found.url, token), options, terminal)
    : backUp(new StoresSource(found.stores), options, terminal).finally(() => closeStores(found.stores)));
  terminal.out.write(
    options.format === 'json' ? `${JSON.stringify(report)}\n` : describe(report, options.to),
  );
  return report.damaged.length > 0 ? EXIT.failed : EXIT.fine;
}

async function backUp(source: BackupSource, { to }: BackupOptions, { err }: Terminal): Promise<BackupReport> {
  const session = await beginWhenIdle(source, err);
  try {
    return await whileRenewed(session, () =>
      new BackupRun(session, to, progressOn(err, 'copied')).run(new Date()),
    );
  } finally {
    // One that cannot be told ends by itself in a minute.
    await session.end().catch(() => undefined);
  }
}

async function beginWhenIdle(source: BackupSource, err: Terminal['err']): Promise<BackupSession> {
  for (let waited = 0; waited < WAIT; waited += ASK_AGAIN) {
    const session = await source.begin();
    if (session !== undefined) return session;
    if (waited === 0) err.write('waiting for the collector (or another backup) to end\n');
    await sleep(ASK_AGAIN);
  }
  throw new CommandFailed(
    'The collector (or another backup) has been at work for ten minutes; try again later.',
  );
}

/** What `work` says, unless the backup ran out meanwhile: then bytes that it mentions may be gone. */
async function whileRenewed<T>(session: BackupSession, work: () => Promise<T>): Promise<T> {
  const failures: unknown[] = [];
  const renewing = setInterval(() => {
    session.renew().catch((error: unknown) => failures.push(error));
  }, RENEW_EVERY);
  try {
    const result = await work();
    await session.renew();
    return result;
  } catch (error) {
    throw failures[0] ?? error;
  } finally {
    clearInterval(renewing);
  }
}

function describe({ facts, blobs, bytes, copied, skipped, damaged }: BackupReport, to: string): string {
  const lines = [
    ...damaged.map((digest) => `damaged  blob ${digest}: its bytes are gone or wrong`),
    `backed up  ${counted(facts, 'fact')} and ${counted(blobs, 'blob')} (${roughly(bytes)}) in ${to}`,
    `           ${counted(copied, 'blob')} copied, ${skipped} were there already`,
  ];
  if (damaged.length > 0) lines.push(`           ${damaged.length} damaged and left out: push them again`);
  return `${lines.join('\n')}\n`;
}
