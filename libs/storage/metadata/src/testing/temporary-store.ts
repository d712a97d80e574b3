import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteMetadata, type SqliteMetadataOptions } from '../engines/sqlite/open.js';
import { SqliteConnection } from '../engines/sqlite/sqlite-connection.js';
import type { TemporaryStore } from './store-fixture.js';

/** What {@link useStore} fills before each test. */
export interface SqliteStore extends TemporaryStore {
  file: string;
  beside: SqliteConnection;
}

/** A folder that goes when the test ends. */
export function useFolder(): { path: string } {
  const folder = { path: '' };
  beforeEach(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'metadata-'));
  });
  afterEach(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}

/** An empty store for each test; its writer runs in this thread unless told otherwise. */
export function useStore(options: Partial<SqliteMetadataOptions> = {}): SqliteStore {
  const folder = useFolder();
  const temporary = {} as SqliteStore;
  beforeEach(async () => {
    temporary.file = join(folder.path, 'registry.db');
    temporary.store = await openSqliteMetadata({ threaded: false, file: temporary.file, ...options });
    temporary.beside = await SqliteConnection.open(temporary.file);
  });
  afterEach(async () => {
    await temporary.beside.close();
    await temporary.store.close();
  });
  return temporary;
}
