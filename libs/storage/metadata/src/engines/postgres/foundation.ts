import { randomBytes, randomUUID } from 'node:crypto';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import { DatabaseNewerError } from '../../database-newer-error.js';
import type { StoreIdentity } from '../../metadata-store.js';
import { DRIVER_NAME } from './postgres-failure.js';

const SIGNING_KEY_BYTES = 32;

/** "margo" in ASCII: whoever changes the tables holds the advisory lock of this number. */
const FOUNDATION_LOCK = 0x6d_61_72_67_6f;

/**
 * Brings the tables up to date and reads (at the first start: writes) who the store is, in one transaction and under a lock of that
 * transaction, so that replicas may start together, behind a pooler too. Waits for others a minute at most.
 */
export async function prepareDatabase(dataSource: DataSource, database: string): Promise<StoreIdentity> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('READ COMMITTED');
    await runner.query(`SET LOCAL lock_timeout = '60s'`);
    await runner.query('SELECT pg_advisory_xact_lock($1)', [FOUNDATION_LOCK]);
    await migrate(runner, database);
    const identity = (await readIdentity(runner)) ?? (await writeIdentity(runner));
    await runner.commitTransaction();
    return identity;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
    throw error;
  } finally {
    await runner.release();
  }
}

async function migrate(runner: QueryRunner, database: string): Promise<void> {
  await checkMigrations(runner, database);
  const executor = new MigrationExecutor(runner.dataSource, runner);
  executor.transaction = 'none';
  await executor.executePendingMigrations();
}

async function checkMigrations(runner: QueryRunner, database: string): Promise<void> {
  if (!(await runner.hasTable('migrations'))) return;
  const known = new Set(runner.dataSource.migrations.map(({ name }) => name));
  const run = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
  const unknown = run.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new DatabaseNewerError(database, unknown, DRIVER_NAME);
}

async function readIdentity(runner: QueryRunner): Promise<StoreIdentity | undefined> {
  const rows = await runner.query('SELECT id, signing_key, created_at FROM store');
  const [row] = rows as { id: string; signing_key: Buffer; created_at: string }[];
  return row && { id: row.id, signingKey: row.signing_key, createdAt: new Date(Number(row.created_at)) };
}

async function writeIdentity(runner: QueryRunner): Promise<StoreIdentity> {
  const identity = { id: randomUUID(), signingKey: randomBytes(SIGNING_KEY_BYTES), createdAt: new Date() };
  const values = [identity.id, identity.signingKey, identity.createdAt.getTime()];
  await runner.query('INSERT INTO store (id, signing_key, created_at) VALUES ($1, $2, $3)', values);
  return identity;
}
