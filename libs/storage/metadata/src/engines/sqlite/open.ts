import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isStorageError, StorageError } from '@margo-registry/storage-core';
import type { MetadataStore } from '../../metadata-store.js';
import { prepareDatabase } from './foundation.js';
import { GuardedReader } from './guarded-reader.js';
import { holdFile } from './held-file.js';
import { SqliteConnection } from './sqlite-connection.js';
import { DRIVER_NAME, findFaultKind, toFailure } from './sqlite-failure.js';
import { SqliteMetadata } from './sqlite-metadata.js';
import { SqliteSnapshots } from './sqlite-snapshots.js';
import { startWriterThread, writeInThread, type WriterChannel, type WriterEvents } from './writer-channel.js';
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
 * a newer program wrote it, else a `StorageError` (`unavailable`, `full`, `corrupt`) with the file's name.
 */
export async function openSqliteMetadata(options: SqliteMetadataOptions): Promise<MetadataStore> {
  const closers: (() => void | Promise<void>)[] = [];
  try {
    const file = await resolveFile(options.file);
    const held = holdFile(file);
    closers.unshift(() => held.release());
    const identity = await prepareDatabase(file);
    const writer = await WriterClient.connect(writerOf(file, options));
    closers.unshift(() => writer.close());
    const reader = GuardedReader.over(await SqliteConnection.open(file));
    const snapshots = new SqliteSnapshots(file);
    return new SqliteMetadata(
      identity,
      { writer, reader, held, snapshots },
      options.cacheBytes ?? CACHE_BYTES,
    );
  } catch (error) {
    for (const close of closers) await close();
    throw isStorageError(error) ? error : openError(options.file, error);
  }
}

/** One name for one file, whatever links lead to it: the lock stands beside it. */
async function resolveFile(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  return realpath(file).catch(async () => join(await realpath(dirname(file)), basename(file)));
}

function writerOf(file: string, { threaded = true }: SqliteMetadataOptions) {
  return async (events: WriterEvents): Promise<WriterChannel> =>
    threaded ? startWriterThread(file, events) : writeInThread(await SqliteConnection.open(file), events);
}

function openError(file: string, cause: unknown): StorageError {
  const kind = findFaultKind(cause) ?? 'unavailable';
  const message = `The database ${file} cannot be opened: ${toFailure(cause).message}`;
  return new StorageError(kind, message, { driver: DRIVER_NAME, operation: 'open', cause });
}
