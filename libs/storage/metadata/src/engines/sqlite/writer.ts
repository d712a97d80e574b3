import { COMMANDS, type CommandName } from '../../commands/command-table.js';
import { sql } from '../../sql/statement.js';
import type { Transaction } from '../../sql/transaction.js';
import type { SqliteConnection } from './sqlite-connection.js';
import { findFaultKind, toFailure, type Failure } from './sqlite-failure.js';

/** `checkWritable` stands for `ping`: a trial write after a batch has failed, else nothing. */
export type CallName = CommandName | 'checkWritable';

/** A command to run; plain data, to cross a thread. */
export interface CommandCall {
  readonly id: number;
  readonly name: CallName;
  readonly input: unknown;
}

/** What became of a call, told after the commit. */
export type CommandResult =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: Failure };

/** More commands per commit bring no more speed, only longer waits. */
const COMMANDS_PER_COMMIT = 32;

/** Runs what waits in common transactions on the only connection that writes, and tells the results after each commit. */
export class Writer {
  private readonly waiting: CommandCall[] = [];
  private isRunning = false;
  private hasFailed = false;
  private idle = Promise.resolve();

  constructor(
    private readonly connection: SqliteConnection,
    private readonly deliver: (results: readonly CommandResult[]) => void,
  ) {}

  accept(calls: readonly CommandCall[]): void {
    this.waiting.push(...calls);
    if (this.isRunning) return;
    this.isRunning = true;
    this.idle = this.runWaiting();
  }

  /** Waits for the calls accepted so far, writes the log back into the file and closes the connection. */
  async close(): Promise<void> {
    await this.idle;
    this.connection.checkpoint();
    await this.connection.close();
  }

  private async runWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      await nextTurn();
      this.deliver(await this.runBatch(this.waiting.splice(0, COMMANDS_PER_COMMIT)));
    }
    this.isRunning = false;
  }

  /** One transaction. A fault of disk or file refuses the whole batch, at the commit or before it. */
  private async runBatch(calls: readonly CommandCall[]): Promise<CommandResult[]> {
    try {
      this.connection.exec('BEGIN IMMEDIATE');
      const results: CommandResult[] = [];
      for (const call of calls) results.push(await this.runInSavepoint(call));
      this.connection.exec('COMMIT');
      this.hasFailed = false;
      return results;
    } catch (error) {
      this.hasFailed = true;
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      return calls.map(({ id }) => ({ id, failure: toFailure(error) }));
    }
  }

  /** A command that throws takes back its own writes and no other's. */
  private async runInSavepoint(call: CommandCall): Promise<CommandResult> {
    this.connection.exec('SAVEPOINT command');
    try {
      const value = await this.runCommand(call);
      this.connection.exec('RELEASE command');
      return { id: call.id, value };
    } catch (error) {
      if (findFaultKind(error) !== undefined) throw error;
      this.connection.exec('ROLLBACK TO command; RELEASE command');
      return { id: call.id, failure: toFailure(error) };
    }
  }

  private async runCommand({ name, input }: CommandCall): Promise<unknown> {
    if (name === 'checkWritable') return this.checkWritable();
    const command = COMMANDS[name] as (tx: Transaction, input: unknown, now: number) => Promise<unknown>;
    return command(this.connection, input, (input as { now?: number }).now ?? Date.now());
  }

  private checkWritable(): void {
    if (this.hasFailed) this.connection.run(sql`UPDATE store SET created_at = created_at`);
  }
}

/** Lets every message that has arrived come in, so that it joins the next batch. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
