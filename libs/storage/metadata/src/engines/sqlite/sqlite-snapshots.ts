import { StorageError } from '@margo-registry/storage-core';
import { factQueriesOf } from '../../queries/fact-query-table.js';
import type { FactSnapshot } from '../../metadata-store.js';
import { sql } from '../../sql/statement.js';
import { GuardedReader } from './guarded-reader.js';
import { SqliteConnection } from './sqlite-connection.js';
import { DRIVER_NAME, fromFailure, toFailure } from './sqlite-failure.js';

/** Reads of one instant, each on a connection of its own: in WAL a reader keeps what it saw first, and the writer goes on. */
export class SqliteSnapshots {
  private readonly opened = new Set<FactSnapshot>();
  private isClosed = false;

  constructor(private readonly file: string) {}

  async open(): Promise<FactSnapshot> {
    if (this.isClosed) throw closedStore();
    const connection = await SqliteConnection.open(this.file);
    try {
      return this.begin(connection);
    } catch (error) {
      await connection.close();
      throw fromFailure(toFailure(error), 'snapshot');
    }
  }

  /** What is still open ends; whoever reads from it is told that the store is closed. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const snapshot of this.opened) await snapshot.close();
  }

  private begin(connection: SqliteConnection): FactSnapshot {
    const reader = GuardedReader.over(connection);
    connection.exec('BEGIN');
    // A transaction begins to see when it reads for the first time.
    reader.all(sql`SELECT id FROM store`);
    let closing: Promise<void> | undefined;
    const snapshot: FactSnapshot = {
      queries: factQueriesOf(reader),
      close: () => (closing ??= this.end(snapshot, connection, reader)),
    };
    this.opened.add(snapshot);
    return snapshot;
  }

  private async end(
    snapshot: FactSnapshot,
    connection: SqliteConnection,
    reader: GuardedReader,
  ): Promise<void> {
    this.opened.delete(snapshot);
    connection.exec('ROLLBACK');
    await reader.close();
  }
}

function closedStore(): StorageError {
  return new StorageError('unavailable', 'The store is closed.', {
    driver: DRIVER_NAME,
    operation: 'snapshot',
  });
}
