import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseNewerError } from '../../database-newer-error.js';
import type { StoreIdentity } from '../../metadata-store.js';
import { sql } from '../../sql/statement.js';
import { SqliteConnection } from './sqlite-connection.js';
import { DRIVER_NAME } from './sqlite-failure.js';

const SIGNING_KEY_BYTES = 32;

/** Brings the tables up to date and reads (at the first start: writes) who the store is. The file must be held. */
export async function prepareDatabase(file: string): Promise<StoreIdentity> {
  const connection = await SqliteConnection.open(file);
  try {
    checkMigrations(connection, file);
    await connection.dataSource.runMigrations({ transaction: 'all' });
    freeClaims(connection);
    return readIdentity(connection) ?? writeIdentity(connection);
  } finally {
    await connection.close();
  }
}

/** Whoever claimed an upload or took a lease held the file, and it is ours now: nobody need wait until they run out. */
function freeClaims(connection: SqliteConnection): void {
  connection.run(sql`
    UPDATE uploads SET status = 'open', lease_until = 0, fence = fence + 1 WHERE status IN ('appending', 'finishing')`);
  connection.run(sql`DELETE FROM leases`);
}

function checkMigrations(connection: SqliteConnection, file: string): void {
  const [table] = connection.all(
    sql`SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'migrations'`,
  );
  if (table === undefined) return;
  const known = new Set(connection.dataSource.migrations.map(({ name }) => name));
  const run = connection.all<{ name: string }>(sql`SELECT name FROM migrations ORDER BY id`);
  const unknown = run.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new DatabaseNewerError(file, unknown, DRIVER_NAME);
}

function readIdentity(connection: SqliteConnection): StoreIdentity | undefined {
  const [row] = connection.all<{ id: string; signing_key: Buffer; created_at: number }>(
    sql`SELECT id, signing_key, created_at FROM store`,
  );
  return row && { id: row.id, signingKey: row.signing_key, createdAt: new Date(row.created_at) };
}

function writeIdentity(connection: SqliteConnection): StoreIdentity {
  const identity = { id: randomUUID(), signingKey: randomBytes(SIGNING_KEY_BYTES), createdAt: new Date() };
  const { id, signingKey, createdAt } = identity;
  connection.run(
    sql`INSERT INTO store (id, signing_key, created_at) VALUES (${id}, ${signingKey}, ${createdAt.getTime()})`,
  );
  return identity;
}
