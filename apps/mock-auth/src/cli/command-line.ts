import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { EXIT, type ExitCode } from '../exit-code.js';
import { isSetUpFault } from '../set-up-fault.js';
import { addCheck } from './check-command.js';
import { addMint } from './mint-command.js';
import { addServe } from './serve-command.js';
import { addSettings } from './settings-command.js';
import type { Terminal } from './terminal.js';
import { addToken } from './token-command.js';
import { CommandFailed } from './command-failed.js';

const PACKAGE = new URL('../../package.json', import.meta.url);

/** Columns of the help where nobody says how many there are. */
const WIDTH = 80;

const EXIT_CODES = `
Exit codes:
  0   done
  1   failed: the sentence says why
  2   the command line was not understood
  78  the settings or the identities cannot work: the sentence says what to do`;

/** Runs `margo-mock-auth` with these arguments; resolves with the exit code and never rejects. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine;
  try {
    await createProgram(terminal, (ended) => (code = ended)).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    terminal.err.write(`${sentenceOf(error)}\n`);
    return isSetUpFault(error) ? EXIT.configuration : EXIT.failed;
  }
}

function createProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const { out, err } = terminal;
  const program = new Command('margo-mock-auth')
    .description('A mock authorization server for test environments. Never trust it outside of tests.')
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
  for (const add of [addServe, addCheck, addSettings, addToken, addMint]) add(program, terminal, end);
  return program;
}

function versionOf(file: URL): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function sentenceOf(error: unknown): string {
  if (isSetUpFault(error) || error instanceof CommandFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
