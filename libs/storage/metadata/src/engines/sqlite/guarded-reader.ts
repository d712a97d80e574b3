import { StorageError } from '@margo-registry/storage-core';
import type { Statement } from '../../sql/statement.js';
import type { Reader } from '../../sql/transaction.js';
import type { SqliteConnection } from './sqlite-connection.js';
import { DRIVER_NAME, findFaultKind, fromFailure, toFailure } from './sqlite-failure.js';

/** The reading side of a store: a connection that cannot write, whose faults are `StorageError`s and which is closed when it says so. */
export class GuardedReader implements Reader {
  private isClosed = false;

  private constructor(private readonly connection: SqliteConnection) {}

  /** Takes the connection over. NOTE: `readonly` is not enforced by libsql 0.5.29, `query_only` is. */
  static over(connection: SqliteConnection): GuardedReader {
    connection.exec('PRAGMA query_only = ON');
    return new GuardedReader(connection);
  }

  all<Row>(statement: Statement): Row[] {
    return this.guard(() => this.connection.all<Row>(statement));
  }

  dataVersion(): number {
    return this.guard(() => this.connection.dataVersion());
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.connection.close();
  }

  private guard<T>(read: () => T): T {
    if (this.isClosed) {
      throw new StorageError('unavailable', 'The store is closed.', {
        driver: DRIVER_NAME,
        operation: 'query',
      });
    }
    try {
      return read();
    } catch (error) {
      throw findFaultKind(error) === undefined ? error : fromFailure(toFailure(error), 'query');
    }
  }
}
