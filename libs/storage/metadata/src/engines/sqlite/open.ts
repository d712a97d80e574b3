import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MetadataStore, StoreIdentity } from '../../metadata-store.js';
import { prepareDatabase } from './foundation.js';
import { holdFile, type HeldFile } from './held-file.js';
import { SqliteMetadata } from './sqlite-metadata.js';
import { SqliteConnection } from './sqlite-connection.js';
import { findFaultKind, fromFailure, toFailure } from './sqlite-failure.js';
import { startWriterThread, writeInThread } from './writer-channel.js';
import { WriterClient } from './writer-client.js';

export interface SqliteMetadataOptions {
  /** Path of the database; beside it stand `-wal`, `-shm` and `.lock`. Its directory is made where it is missing. */
  readonly file: string;
  /** False: writes run in this thread and their commits block it (tests only). */
  readonly threaded?: boolean;
  /** Most memory for the answers to pulls; 64 MiB where absent. */
  readonly cacheBytes?: number;
}

const CACHE_BYTES = 64 * 1024 * 1024;

/**
 * Opens (makes, migrates) a SQLite database. Throws `DatabaseHeldError` when another process holds the file, `DatabaseNewerError` when
 * a newer program wrote it, else a `StorageError` (`unavailable`, `full`, `corrupt`).
 */
export async function openSqliteMetadata(options: SqliteMetadataOptions): Promise<MetadataStore> {
  try {
    const file = await resolveFile(options.file);
    const held = holdFile(file);
    return await openHeld(file, held, options).catch((error: unknown) => {
      held.release();
      throw error;
    });
  } catch (error) {
    throw findFaultKind(error) === undefined ? error : fromFailure(toFailure(error), 'open');
  }
}

/** One name for one file, whatever links lead to it: the lock stands beside it. */
async function resolveFile(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  return realpath(file).catch(async () => join(await realpath(dirname(file)), basename(file)));
}

async function openHeld(file: string, held: HeldFile, options: SqliteMetadataOptions): Promise<MetadataStore> {
  const identity = await prepareDatabase(file);
  const writer = await WriterClient.connect(
    options.threaded === false
      ? async (events) => writeInThread(await SqliteConnection.open(file), events)
      : (events) => startWriterThread(file, events),
  );
  const reader = await SqliteConnection.open(file);
  reader.exec('PRAGMA query_only = ON');
  return new SqliteMetadata(identity, { writer, reader, held }, options.cacheBytes ?? CACHE_BYTES);
}
