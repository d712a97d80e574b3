import Database from 'libsql';
import { DataSource } from 'typeorm';
import { entities } from '../../entities/entities.js';
import { migrations } from '../../migrations/migrations.sqlite.js';
import { bindValues } from '../../sql/binding.js';
import type { Statement } from '../../sql/statement.js';
import type { Transaction } from '../../sql/transaction.js';
import { sqliteColumnTypes } from './column-types.js';
import { PreparedStatements } from './prepared-statements.js';

/**
 * FULL: a commit is on disk when it returns. A checkpoint every 4000 pages (16 MiB) instead of 1000 writes a fifth less to the disk,
 * because pages that change again and again are written back once.
 */
const SETTINGS = 'PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000';

/**
 * One connection: TypeORM's own, used through prepared statements (57–108 µs for a select through TypeORM, 5–10 µs here).
 *
 * NOTE: libsql 0.5.29 leaves a statement open, which freezes what the connection sees, after `run()` of a SELECT, a broken-off
 * `iterate()` and any EXPLAIN; `get()` adds a property; without `raw()` bytes come as ArrayBuffer. Hence only `raw().all()`, and `run()`
 * of writes.
 */
export class SqliteConnection implements Transaction {
  private readonly statements: PreparedStatements;
  private readonly version: Database.Statement;

  private constructor(
    readonly dataSource: DataSource,
    private readonly database: Database.Database,
  ) {
    this.statements = new PreparedStatements(database);
    this.version = database.prepare('PRAGMA data_version').raw();
  }

  /** Throws the driver's error when the file cannot be opened. */
  static async open(file: string): Promise<SqliteConnection> {
    const opened: Database.Database[] = [];
    const dataSource = new DataSource({
      type: 'better-sqlite3',
      driver: Database,
      database: file,
      entities: entities(sqliteColumnTypes),
      migrations,
      enableWAL: true,
      prepareDatabase: (database) => void opened.push(database as Database.Database),
    });
    await dataSource.initialize();
    const [database] = opened;
    if (database === undefined) throw new Error('TypeORM opened no connection.');
    database.exec(SETTINGS);
    return new SqliteConnection(dataSource, database);
  }

  all<Row>(statement: Statement): Row[] {
    const { handle, columns } = this.statements.find(statement);
    const found = handle.all(bindValues(statement, JSON.stringify)) as unknown[][];
    return found.map((values) => toRow(columns, values) as Row);
  }

  run(statement: Statement): number {
    const { handle, columns } = this.statements.find(statement);
    if (columns.length > 0) throw new TypeError('A statement that returns rows is asked with all().');
    return handle.run(bindValues(statement, JSON.stringify)).changes;
  }

  /** SQL without values and without rows. */
  exec(text: string): void {
    this.database.exec(text);
  }

  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  /** Differs from an earlier answer when another connection has committed in between. Blind to commits of this connection. */
  dataVersion(): number {
    const [row] = this.version.all([]) as [number][];
    return row![0];
  }

  /** Writes the log back into the file, as far as nobody reads from it, without waiting. Only for the connection that writes. */
  checkpoint(): void {
    this.database.exec('PRAGMA busy_timeout = 0');
    this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').raw().all([]);
  }

  /** NOTE: libsql keeps the file open until the prepared statements are collected too, so a checkpoint does not happen by itself. */
  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

function toRow(columns: readonly string[], values: readonly unknown[]): object {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index += 1) row[columns[index]!] = values[index];
  return row;
}
