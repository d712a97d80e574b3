import type pg from 'pg';
import { StorageError } from '@margo-registry/storage-core';
import type { Statement } from '../../sql/statement.js';
import type { Transaction } from '../../sql/transaction.js';
import { columnParsers } from './column-parsers.js';
import { DRIVER_NAME, isUsableAfter } from './postgres-failure.js';
import { toQuery } from './statement-texts.js';
import { TIME_LIMITS } from './time-limits.js';

/**
 * One round trip: the transaction, its time limits, and the time by the database's clock. Limits hold for this transaction only, as a
 * pooler hands the connection to somebody else afterwards; the second one frees the locks of a process that has vanished.
 */
function beginText(limit: number): string {
  return `BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL statement_timeout = ${limit};
    SET LOCAL idle_in_transaction_session_timeout = ${limit};
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`;
}

/** Statements on one connection, one after the other. */
export class PostgresTransaction implements Transaction {
  /** `limit`: how long an answer may take, in milliseconds. */
  constructor(
    private readonly client: pg.ClientBase,
    private readonly limit: number = TIME_LIMITS.statement,
  ) {}

  async all<Row>(statement: Statement): Promise<Row[]> {
    const { rows } = await this.client.query(toQuery(statement, this.limit));
    return rows as Row[];
  }

  async run(statement: Statement): Promise<number> {
    const { rowCount } = await this.client.query(toQuery(statement, this.limit));
    return rowCount ?? 0;
  }
}

/**
 * Runs `work` in a transaction of which a statement, or a pause between two, may take `limit` milliseconds; `now` is the database's clock in
 * milliseconds since 1970. What `work` throws takes everything back.
 */
export async function runTransaction<T>(
  client: pg.ClientBase,
  limit: number,
  work: (tx: PostgresTransaction, now: number) => Promise<T>,
): Promise<T> {
  const now = await begin(client, limit);
  const answerLimit = limit + TIME_LIMITS.silence;
  let value: T;
  try {
    value = await work(new PostgresTransaction(client, answerLimit), now);
  } catch (error) {
    if (isUsableAfter(error)) await send(client, 'ROLLBACK', answerLimit);
    throw error;
  }
  await commit(client, answerLimit);
  return value;
}

async function begin(client: pg.ClientBase, limit: number): Promise<number> {
  const results = await send(client, beginText(limit), TIME_LIMITS.connection);
  return (results.at(-1)!.rows[0] as { now: number }).now;
}

/** SQL without values, as many statements as there are in one round trip. */
async function send(client: pg.ClientBase, text: string, limit: number): Promise<pg.QueryResult[]> {
  const query = { text, types: columnParsers, query_timeout: limit };
  return (await client.query(query)) as unknown as pg.QueryResult[];
}

/** Where the answer to a commit is lost, nobody knows whether it happened: that is not tried again. */
async function commit(client: pg.ClientBase, limit: number): Promise<void> {
  try {
    await send(client, 'COMMIT', limit);
  } catch (error) {
    if (isUsableAfter(error)) throw error;
    const message = 'The connection to the database was lost while it was asked to commit.';
    throw new StorageError('unavailable', message, {
      driver: DRIVER_NAME,
      operation: 'commit',
      cause: error,
    });
  }
}
