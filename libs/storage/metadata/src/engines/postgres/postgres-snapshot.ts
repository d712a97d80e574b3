import type pg from 'pg';
import type { Reader } from '../../sql/transaction.js';
import { isUsableAfter } from './postgres-failure.js';
import type { PostgresPool } from './postgres-pool.js';
import { PostgresTransaction } from './postgres-transaction.js';
import { TIME_LIMITS } from './time-limits.js';

const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL statement_timeout = ${TIME_LIMITS.statement};
  SET LOCAL idle_in_transaction_session_timeout = ${TIME_LIMITS.snapshot};
  SELECT 1 FROM store`;

interface PostgresSnapshot {
  readonly reader: Reader;
  /** Resolves when its connection has gone back. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** One transaction on one connection: it sees what was committed when its first statement ran. Throws the driver's errors. */
export async function openPostgresSnapshot(pool: PostgresPool): Promise<PostgresSnapshot> {
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  let ended: Promise<void> = Promise.resolve();
  const reader = await new Promise<Reader>((begin, reject) => {
    const lent = pool.lend((client) => holdSnapshot(client, begin, closed), isUsableAfter);
    // Where it cannot begin, nobody gets a reader; a connection that breaks later is told by the reads.
    ended = lent.catch(reject);
  });
  return {
    reader,
    ended,
    close: () => {
      close();
      return ended;
    },
  };
}

async function holdSnapshot(
  client: pg.PoolClient,
  begin: (reader: Reader) => void,
  closed: Promise<void>,
): Promise<void> {
  await client.query(BEGIN);
  begin(new PostgresTransaction(client, TIME_LIMITS.statement + TIME_LIMITS.silence));
  await closed;
  await client.query('ROLLBACK');
}
