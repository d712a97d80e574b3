import { isOciError } from '@margo-registry/oci';
import { SettingsError } from '@margo-registry/settings';
import { isStorageError, PluginError } from '@margo-registry/storage-core';
import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { StartRefused } from '../start-refused.js';
import { addBackup } from './backup/backup-command.js';
import { addCollect } from './collect/collect-command.js';
import { CommandFailed } from './command-failed.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { addExplainAccess } from './explain-access/explain-access-command.js';
import { addHashPassword } from './hash-password/hash-password-command.js';
import { addMoveStore } from './move-store/move-store-command.js';
import { addReadOnly } from './read-only/read-only-command.js';
import { addRestore } from './restore/restore-command.js';
import type { Terminal } from './terminal.js';
import { addVerify } from './verify/verify-command.js';

const PACKAGE = new URL('../../package.json', import.meta.url);

/** Columns of the help where nobody says how many there are. */
const WIDTH = 80;

const EXIT_CODES = `
Exit codes:
  0   done, nothing wrong
  1   failed, or something wrong was found (it has been listed)
  2   the command line was not understood
  78  the settings cannot work, or a store cannot be opened or used: the sentence
      says what to do`;

/** Runs `margo-registry` with these arguments; resolves with the exit code and never rejects. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine;
  const program = createProgram(terminal, (ended) => (code = ended));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    terminal.err.write(`${sentenceOf(error)}\n`);
    return isSetUpFault(error) ? EXIT.configuration : EXIT.failed;
  }
}

function createProgram({ out, err, ...terminal }: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('margo-registry')
    .description('Administers the stores of a Margo Registry: where its facts and its bytes are.')
    .version(versionOf(PACKAGE), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help; with a command: what that one does')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      getOutHelpWidth: () => out.columns ?? WIDTH,
      getErrHelpWidth: () => WIDTH,
    })
    .showHelpAfterError('(--help tells what is possible)');
  addBackup(program, { out, err, ...terminal }, end);
  addCollect(program, { out, err, ...terminal }, end);
  addExplainAccess(program, { out, err, ...terminal }, end);
  addHashPassword(program, { out, err, ...terminal }, end);
  addMoveStore(program, { out, err, ...terminal }, end);
  addReadOnly(program, { out, err, ...terminal }, end);
  addRestore(program, { out, err, ...terminal }, end);
  addVerify(program, { out, err, ...terminal }, end);
  return program;
}

function versionOf(file: URL): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function isSetUpFault(error: unknown): error is Error {
  return error instanceof SettingsError || error instanceof PluginError || error instanceof StartRefused;
}

function sentenceOf(error: unknown): string {
  if (isSetUpFault(error) || error instanceof CommandFailed || isOciError(error)) return error.message;
  if (isStorageError(error)) return `${error.message} What was done so far stays; run the command again.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
