import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { CommandName } from '../commands/command-table.js';
import type { Commands } from '../commands/commands.js';
import { withAttempts } from '../engines/postgres/attempts.js';
import { postgresCommand } from '../engines/postgres/postgres-commands.js';
import { runTransaction } from '../engines/postgres/postgres-transaction.js';
import type { Statement } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';

const LIMIT = 10_000;

/** A command and its input: `call('deleteTag', { … })`. */
export interface Call {
  readonly name: CommandName;
  readonly input: unknown;
}

export function call<Name extends CommandName>(name: Name, input: Parameters<Commands[Name]>[0]): Call {
  return { name, input };
}

/** A point at which a command waits until somebody lets it go on. */
class Pause {
  private reach!: () => void;
  private open!: () => void;
  readonly reached = new Promise<void>((resolve) => (this.reach = resolve));
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  async wait(): Promise<void> {
    this.reach();
    await this.opened;
  }

  end(): void {
    this.open();
  }
}

class CountedTransaction implements Transaction {
  sent = 0;

  constructor(
    private readonly tx: Transaction,
    private readonly before: (sent: number) => Promise<void>,
  ) {}

  async all<Row>(statement: Statement): Promise<Row[]> {
    await this.before(this.sent++);
    return this.tx.all<Row>(statement);
  }

  async run(statement: Statement): Promise<number> {
    await this.before(this.sent++);
    return this.tx.run(statement);
  }
}

export interface Interleaved {
  readonly outcomes: readonly [first: string, second: string];
  /** The first command had no further statement: it waited before its commit. */
  readonly wasLast: boolean;
}

interface Stops {
  before(sent: number): Promise<void>;
  beforeCommit(sent: number): Promise<void>;
}

const NO_STOPS: Stops = { before: async () => {}, beforeCommit: async () => {} };

/** Two connections on which two commands run against each other, as the engine runs them but step by step. */
export class Interleaving {
  /** How often the server had to break a circle of transactions that waited for each other. */
  deadlocks = 0;
  private readonly clients: readonly [pg.Client, pg.Client, pg.Client];

  constructor(url: string) {
    this.clients = [new pg.Client(url), new pg.Client(url), new pg.Client(url)];
  }

  async open(): Promise<void> {
    for (const client of this.clients) await client.connect();
  }

  async close(): Promise<void> {
    for (const client of this.clients) await client.end();
  }

  /**
   * Lets the first command send `statements` and wait, the second one run until it is done or waits for a lock, then both to their end.
   */
  async run(first: Call, second: Call, statements: number): Promise<Interleaved> {
    const [one, other] = this.clients;
    const pause = new Pause();
    let wasLast = false;
    const started = this.perform(one, first, {
      before: async (sent) => (sent === statements ? pause.wait() : undefined),
      beforeCommit: async (sent) => {
        if (sent > statements) return;
        wasLast = true;
        await pause.wait();
      },
    });
    await Promise.race([pause.reached, started]);
    const contender = this.perform(other, second);
    await this.untilDoneOrBlocked(contender);
    pause.end();
    return { outcomes: await Promise.all([started, contender]), wasLast };
  }

  /** The outcome's name, or the error's message. */
  private perform(client: pg.Client, { name, input }: Call, stops = NO_STOPS): Promise<string> {
    const command = postgresCommand(name);
    const attempt = () =>
      runTransaction(client, LIMIT, async (tx, now) => {
        const counted = new CountedTransaction(tx, stops.before);
        const value = await command(counted, input, (input as { now?: number }).now ?? now);
        await stops.beforeCommit(counted.sent);
        return value;
      }).catch((error: unknown) => {
        if ((error as { code?: string }).code === '40P01') this.deadlocks += 1;
        throw error;
      });
    return withAttempts(attempt).then(
      (value) => (value as { outcome?: string } | undefined)?.outcome ?? 'done',
      (error: unknown) => String(error),
    );
  }

  private async untilDoneOrBlocked(contender: Promise<unknown>): Promise<void> {
    const [, other, watcher] = this.clients;
    const { processID } = other as unknown as { processID: number };
    let isDone = false;
    void contender.then(() => (isDone = true));
    for (let looks = 0; looks < 2000 && !isDone; looks += 1) {
      const blocked = await watcher.query(
        `SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`,
        [processID],
      );
      if (blocked.rows.length > 0) return;
      await delay(2);
    }
  }
}
