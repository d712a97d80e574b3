import pg from 'pg';
import { isStorageError, StorageError } from '@margo-registry/storage-core';
import type { MetadataStore } from '../../metadata-store.js';
import { prepareDatabase } from './foundation.js';
import { DRIVER_NAME, findFaultKind } from './postgres-failure.js';
import { PostgresMetadata } from './postgres-metadata.js';
import { PostgresPool } from './postgres-pool.js';
import { TIME_LIMITS } from './time-limits.js';

export interface PostgresMetadataOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=verify-full` and the like where wanted. */
  readonly url: string;
  /** Most connections that this process holds; 10 where absent. */
  readonly pool?: number;
  /** How long one statement of a command may take; 30 seconds where absent. */
  readonly statementMilliseconds?: number;
}

const CONNECTIONS = 10;

/**
 * Opens (makes the tables of, migrates) a Postgres database, which must be there and belong to the user. Throws `DatabaseNewerError` when
 * a newer program wrote it, else a `StorageError` in one sentence that names host, database and user, never the password.
 */
export async function openPostgresMetadata(options: PostgresMetadataOptions): Promise<MetadataStore> {
  const name = nameOf(options.url);
  const limit = options.statementMilliseconds ?? TIME_LIMITS.statement;
  let pool: PostgresPool | undefined;
  try {
    pool = await PostgresPool.open(options.url, options.pool ?? CONNECTIONS);
    const metadata = new PostgresMetadata(await prepareDatabase(pool.dataSource, name), pool, limit);
    await metadata.setClock();
    return metadata;
  } catch (error) {
    await pool?.close();
    throw isStorageError(error) ? error : openError(name, error);
  }
}

function nameOf(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw refusal('unavailable', `${EXAMPLE} is how a Postgres URL looks.`);
  try {
    const { host, port, database, user } = new pg.Client({ connectionString: url });
    return `"${database}" on ${host}:${port} (user "${user}")`;
  } catch (error) {
    throw refusal(
      'unavailable',
      `The URL of the Postgres database cannot be read; it looks like ${EXAMPLE}.`,
      error,
    );
  }
}

const EXAMPLE = 'postgres://user:password@host:5432/database';

/** What to do, by SQLSTATE. */
const REMEDIES: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong, or there is no such user',
  '28000': 'the server does not let this user in from here (pg_hba.conf)',
  '3D000': 'there is no such database; create it first, with this user as its owner',
  '42501': 'the user may not create tables in it; make the user its owner',
  '55P03': 'another process has been changing its tables for a minute; try again when that one is done',
  '57P03': 'the server is starting or stopping; try again in a moment',
  '53300': 'the server has no connection to spare; raise max_connections or lower the pools of the replicas',
};

function openError(name: string, cause: unknown): StorageError {
  const { code = '', message } = cause as { code?: string; message: string };
  const reason = REMEDIES[code] ?? (message || code);
  return refusal(
    findFaultKind(cause) ?? 'unavailable',
    `The Postgres database ${name} cannot be opened: ${reason}.`,
    cause,
  );
}

function refusal(kind: StorageError['kind'], message: string, cause?: unknown): StorageError {
  return new StorageError(kind, message, { driver: DRIVER_NAME, operation: 'open', cause });
}
