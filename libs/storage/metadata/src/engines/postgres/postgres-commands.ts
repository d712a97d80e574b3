import { COMMANDS, type CommandName } from '../../commands/command-table.js';
import type { Transaction } from '../../sql/transaction.js';
import { linkFreshBlob } from './link-fresh-blob.js';

type Command = (tx: Transaction, input: unknown, now: number) => Promise<unknown>;

/** Plain cases of hot commands in fewer round trips. Each gives undefined, having changed nothing, for what the command itself must do. */
const SHORT_CUTS: Partial<Record<CommandName, unknown>> = { linkBlob: linkFreshBlob };

/** The command as Postgres runs it. */
export function postgresCommand(name: CommandName): Command {
  const command = COMMANDS[name] as Command;
  const shortCut = SHORT_CUTS[name] as Command | undefined;
  if (shortCut === undefined) return command;
  return async (tx, input, now) => (await shortCut(tx, input, now)) ?? command(tx, input, now);
}
