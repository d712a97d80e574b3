import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { addCheck } from './check-command.js';
import { CheckFailed } from './check-failed.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { addPush } from './push-command.js';
import type { Terminal } from './terminal.js';

const PACKAGE = new URL('../package.json', import.meta.url);

/** Columns of the help where nobody says how many there are. */
const WIDTH = 100;

const MORE = `
Credentials come from the environment, never from arguments: MARGO_CHECK_USERNAME with
MARGO_CHECK_PASSWORD or MARGO_CHECK_PASSWORD_FILE, or MARGO_CHECK_TOKEN or MARGO_CHECK_TOKEN_FILE;
without them, what "docker login" or "oras login" stored for the registry (DOCKER_CONFIG/config.json).

Exit codes:
  0   acceptable: no finding is an error
  1   refused: errors were found, or the registry refused the push
  2   the command line was not understood, or what it names cannot be read or reached`;

/** Runs `margo-check` with these arguments; resolves with the exit code and never rejects. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const ended: { code: ExitCode } = { code: EXIT.acceptable };
  try {
    await createProgram(terminal, (code) => (ended.code = code)).parseAsync([...args], { from: 'user' });
    return ended.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.acceptable : EXIT.unreadable;
    terminal.err.write(`${sentenceOf(error)}\n`);
    return error instanceof CheckFailed ? error.exitCode : EXIT.unreadable;
  }
}

function createProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const { out, err } = terminal;
  const program = new Command('margo-check')
    .description('Checks a Margo application package as a registry does, and pushes one from a folder.')
    .version(versionOf(PACKAGE), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help; with a command: what that one does')
    .addHelpText('after', MORE)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      getOutHelpWidth: () => out.columns ?? WIDTH,
      getErrHelpWidth: () => WIDTH,
    })
    .showHelpAfterError('(--help tells what is possible)');
  for (const add of [addCheck, addPush]) add(program, terminal, end);
  return program;
}

function versionOf(file: URL): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function sentenceOf(error: unknown): string {
  if (error instanceof CheckFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
