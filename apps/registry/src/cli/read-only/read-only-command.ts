import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { ReadOnlyMode } from '../../maintenance/read-only/read-only-mode.js';
import { statusOf, type ReadOnlyStatus } from '../../maintenance/read-only/read-only-status.js';
import { isReason } from '../../maintenance/read-only/read-only.query.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { addRegistryOptions, findRegistry, type RegistryOptions } from '../registry-or-stores.js';
import { closeStores } from '../stopped-stores.js';
import type { Terminal } from '../terminal.js';
import { readTokenFile } from '../token-file.js';
import { askMode } from './ask-mode.js';

type Switch = 'on' | 'off' | 'status';

interface ReadOnlyOptions extends RegistryOptions {
  readonly reason?: string;
  readonly format: 'human' | 'json';
}

const METHODS = { on: 'PUT', off: 'DELETE', status: 'GET' } as const;

const HELP = `
While it is on, every replica refuses pushes and deletions within a second (503, with
Retry-After, and a message that names the reason) and answers pulls. Nothing is
collected, and unfinished uploads stay where they are. Requests that are under way
end. It outlives restarts, until it is switched off.

With --url, the registry that runs there is told. Without it, the settings say where
the stores are: on Postgres the command notes it there, for all replicas; embedded
SQLite belongs to one process, so if the registry runs, it is told (at http.host and
http.port), and if it is stopped, the command notes it for the next start.

Exit code 0: it is as it was asked for (on: it may have been on before, for the reason
that is printed); 1: not done, the sentence says why; 78: the settings or a store
cannot be used.

Examples:
  $ margo-registry read-only on --reason "moving to new disks" --url https://registry.example.com
  $ margo-registry read-only off --settings registry.yaml`;

export function addReadOnly(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command('read-only')
    .summary('refuse pushes for a while, or tell whether they are refused')
    .description('Switches read-only mode on or off, or tells its status.')
    .addArgument(new Argument('<switch>', 'what to do').choices(['on', 'off', 'status']));
  addRegistryOptions(command)
    .option('--reason <text>', 'with on: why; whoever is refused a push reads it', parseReason)
    .addOption(
      new Option('--format <format>', 'how the status is printed')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('after', HELP)
    .action(async (to: Switch, options: ReadOnlyOptions) => {
      if ((to === 'on') !== (options.reason !== undefined))
        command.error('error: --reason belongs to on, which needs it');
      const status = await run(to, options, terminal);
      terminal.out.write(options.format === 'json' ? `${JSON.stringify(status)}\n` : describe(status));
      end(EXIT.fine);
    });
}

function parseReason(text: string): string {
  if (isReason(text)) return text;
  throw new InvalidArgumentError('Write one line of 200 characters at most, without spaces around it.');
}

async function run(to: Switch, options: ReadOnlyOptions, terminal: Terminal): Promise<ReadOnlyStatus> {
  const token = await readTokenFile(options.tokenFile);
  const found = await findRegistry(options, terminal);
  if ('url' in found) return askMode(found.url, { method: METHODS[to], reason: options.reason, token });
  try {
    return await switchHere(new ReadOnlyMode(found.stores.metadata), to, options.reason);
  } finally {
    await closeStores(found.stores);
  }
}

async function switchHere(mode: ReadOnlyMode, to: Switch, reason = ''): Promise<ReadOnlyStatus> {
  if (to === 'on') return statusOf(await mode.turnOn({ by: 'margo-registry read-only', reason }));
  if (to === 'off') await mode.turnOff();
  return statusOf(await mode.findNow());
}

function describe(status: ReadOnlyStatus): string {
  if (!status.readOnly) return 'pushes are accepted\n';
  return `read-only  since ${status.since}, by ${status.by ?? 'an administrator'}: ${status.reason}\n`;
}
