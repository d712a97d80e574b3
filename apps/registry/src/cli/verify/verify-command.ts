import { parseBytes } from '@margo-registry/settings';
import { InvalidArgumentError, type Command } from 'commander';
import { readSetUp, type SetUp } from '../../set-up.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { progressOn } from '../progress.js';
import { closeStores, openExistingStores } from '../stopped-stores.js';
import { formatOption, type OutputFormat } from '../format-option.js';
import type { Terminal } from '../terminal.js';
import { Pace } from './pace.js';
import { VerifyCounts, type Verification } from './verification.js';
import { VerifyOutput } from './verify-output.js';
import { verifyStore } from './verify-store.js';

interface VerifyOptions {
  readonly settings?: string;
  readonly pace?: number;
  readonly format: OutputFormat;
  readonly repair?: true;
}

/** Where a registry may run beside: a push writes its bytes down well within this time. */
const ORPHAN_AGE_BESIDE = 3_600_000;

const HELP = `
Reads every blob and manifest and computes its digest again, and compares what the
database knows with what the blob store holds. Faults are lost, short and damaged
blobs, damaged manifests, references that do not fit, and orphans: bytes that no
fact knows. Notes are references that a manifest was accepted without, and deleted
content that waits for its grace time.

Embedded SQLite belongs to one process: stop the registry first. On Postgres the
registry may go on; bytes younger than an hour are then no orphans.

--repair changes one thing: a blob whose bytes are damaged counts as absent from
then on, so that clients, who ask before they push, push it again. Nothing is
deleted.

Exit code 0: no faults; 1: faults (they are listed); 78: see the sentence.

Examples:
  $ margo-registry verify --settings registry.yaml
  $ margo-registry verify --settings registry.yaml --pace 50MiB/s --format json > findings.jsonl`;

export function addVerify(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('verify')
    .summary('find drift between facts and bytes, and damaged bytes')
    .description('Finds drift between facts and bytes, and damaged bytes.')
    .option(
      '--settings <file>',
      "the registry's settings file; the environment counts too, as it does for the registry (default: REGISTRY_SETTINGS)",
    )
    .option(
      '--pace <rate>',
      'read at most so much per second, such as 50MiB/s (default: no limit)',
      parsePace,
    )
    .addOption(formatOption('the result; json is an object per line: findings, then {"summary": …}'))
    .option('--repair', 'mark damaged blobs, so that they are pushed again')
    .addHelpText('after', HELP)
    .action(async (options: VerifyOptions) => end(await runVerify(options, terminal)));
}

function parsePace(text: string): number {
  const rate = parseBytes(text.replace(/\/s$/, ''));
  if (rate === undefined || rate < 1)
    throw new InvalidArgumentError('Write a size per second, such as 50MiB/s.');
  return rate;
}

async function runVerify(options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const { settings: file } = options;
  const setUp = await readSetUp({ ...terminal.environment, ...(file && { REGISTRY_SETTINGS: file }) });
  for (const warning of setUp.warnings) terminal.err.write(`warning: ${warning}\n`);
  const verification = await openVerification(setUp, options, terminal);
  const output = new VerifyOutput(terminal.out, options.format === 'json');
  try {
    for await (const finding of verifyStore(verification)) output.finding(finding);
  } finally {
    await closeStores(verification.stores);
  }
  output.summary(verification.counts);
  return verification.counts.faults > 0 ? EXIT.failed : EXIT.fine;
}

async function openVerification(
  setUp: SetUp,
  { pace, repair }: VerifyOptions,
  terminal: Terminal,
): Promise<Verification> {
  return {
    stores: await openExistingStores(setUp),
    pace: new Pace(pace),
    progress: progressOn(terminal.err, 'read'),
    repair: repair === true,
    orphanAge: setUp.settings.metadata.driver === 'sqlite' ? 0 : ORPHAN_AGE_BESIDE,
    counts: new VerifyCounts(),
  };
}
