import { COMMANDS, type CommandName } from '../../commands/command-table.js';
import type { Commands } from '../../commands/commands.js';
import { sql } from '../../sql/statement.js';
import type { Transaction } from '../../sql/transaction.js';
import { withAttempts } from './attempts.js';
import type { DatabaseClock } from './database-clock.js';
import { postgresCommand } from './postgres-commands.js';
import { findFaultKind, isUsableAfter } from './postgres-failure.js';
import type { PostgresPool } from './postgres-pool.js';
import { runTransaction } from './postgres-transaction.js';

type Work = (tx: Transaction, now: number) => Promise<unknown>;

/** Runs each command in a transaction of its own on a connection of the pool. */
export class CommandRunner {
  private hasFailed = false;

  /** `limit`: how long a statement may take, in milliseconds. */
  constructor(
    private readonly pool: PostgresPool,
    private readonly limit: number,
    private readonly clock: DatabaseClock,
  ) {}

  /** Asks the database for the time. */
  async setClock(): Promise<void> {
    await this.write(() => Promise.resolve());
  }

  /** Resolves after the commit. Throws the driver's errors. */
  run(name: CommandName, input: unknown): Promise<unknown> {
    const command = postgresCommand(name);
    const given = (input as { now?: number }).now;
    return this.write((tx, now) => command(tx, input, given ?? now));
  }

  /** After a fault of the database: a trial write, to see whether it takes writes again. */
  async checkWritable(): Promise<void> {
    if (this.hasFailed)
      await this.write((tx) => Promise.resolve(tx.run(sql`UPDATE store SET created_at = created_at`)));
  }

  get commands(): Commands {
    const names = Object.keys(COMMANDS) as CommandName[];
    return Object.fromEntries(
      names.map((name) => [name, (input: unknown) => this.run(name, input)]),
    ) as unknown as Commands;
  }

  private async write(work: Work): Promise<unknown> {
    const timed: Work = (tx, now) => {
      this.clock.set(now);
      return work(tx, now);
    };
    try {
      const value = await withAttempts(() =>
        this.pool.lend((client) => runTransaction(client, this.limit, timed), isUsableAfter),
      );
      this.hasFailed = false;
      return value;
    } catch (error) {
      this.hasFailed ||= findFaultKind(error) !== undefined;
      throw error;
    }
  }
}
