import { StorageError } from '@margo-registry/storage-core';
import type { Commands } from '../../commands/commands.js';
import type { ConnectionUse, FactSnapshot, MetadataStore, StoreIdentity } from '../../metadata-store.js';
import type { Queries } from '../../queries/queries.js';
import { factQueriesOf } from '../../queries/fact-query-table.js';
import { queriesOf } from '../../queries/query-table.js';
import { sql } from '../../sql/statement.js';
import { CommandRunner } from './command-runner.js';
import { DatabaseClock } from './database-clock.js';
import { DRIVER_NAME, toStorageError } from './postgres-failure.js';
import type { PostgresPool } from './postgres-pool.js';
import { openPostgresSnapshot } from './postgres-snapshot.js';
import { PostgresReader } from './postgres-reader.js';

type Call = (...input: never[]) => Promise<unknown>;

export class PostgresMetadata implements MetadataStore {
  readonly commands: Commands;
  readonly queries: Queries;
  private readonly reader: PostgresReader;
  private readonly writer: CommandRunner;
  private readonly clock = new DatabaseClock();
  private readonly underWay = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(
    readonly identity: StoreIdentity,
    private readonly pool: PostgresPool,
    limit: number,
  ) {
    this.writer = new CommandRunner(pool, limit, this.clock);
    this.reader = new PostgresReader(pool);
    this.commands = this.guarded(this.writer.commands);
    this.queries = this.guarded(queriesOf(this.reader));
  }

  /** Needed once before {@link now}. */
  setClock(): Promise<void> {
    return this.writer.setClock();
  }

  now(): number {
    return this.clock.now();
  }

  connections(): ConnectionUse {
    return this.pool.use();
  }

  ping(): Promise<void> {
    return this.call('ping', async () => {
      const [row] = await this.reader.all<{ setting: string }>(
        sql`SELECT current_setting('transaction_read_only') AS setting`,
      );
      if (row!.setting === 'on') throw this.refusal('ping', 'The database takes no writes: it is read-only.');
      await this.writer.checkWritable();
    });
  }

  openSnapshot(): Promise<FactSnapshot> {
    return this.call('snapshot', async () => {
      const { reader, ended, close } = await openPostgresSnapshot(this.pool);
      this.underWay.add(ended);
      void ended.finally(() => this.underWay.delete(ended));
      return { queries: this.guarded(factQueriesOf(reader)), close };
    });
  }

  close(): Promise<void> {
    this.closing ??= Promise.allSettled(this.underWay).then(() => this.pool.close());
    return this.closing;
  }

  /** The same functions, refused after the end, waited for before it, and with faults as `StorageError`s that name them. */
  private guarded<T extends object>(calls: T): T {
    const entries = Object.entries(calls as Record<string, Call>);
    return Object.fromEntries(
      entries.map(([name, call]) => [name, (...input: never[]) => this.call(name, () => call(...input))]),
    ) as T;
  }

  private async call<T>(operation: string, work: () => Promise<T>): Promise<T> {
    if (this.closing !== undefined) throw this.refusal(operation, 'The store is closed.');
    const working = work();
    this.underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw toStorageError(error, operation);
    } finally {
      this.underWay.delete(working);
    }
  }

  private refusal(operation: string, message: string): StorageError {
    return new StorageError('unavailable', message, { driver: DRIVER_NAME, operation });
  }
}
