import Database from 'libsql';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Where an embedded registry keeps its data, below one folder. @param {string} folder @returns {Record<string, string>} */
export function embeddedVariables(folder) {
  return {
    REGISTRY_BLOBS_DIRECTORY: join(folder, 'blobs'),
    REGISTRY_METADATA_FILE: join(folder, 'registry.db'),
  };
}

/** Keeps the data of a registry that has stopped. @param {string} folder @param {string} kept */
export function keepEmbedded(folder, kept) {
  mkdirSync(kept, { recursive: true });
  // A registry that stops leaves nothing in a log of its own beside the file.
  writeFileSync(
    join(kept, 'registry.db.gz'),
    gzipSync(readFileSync(join(folder, 'registry.db')), { level: 9 }),
  );
  cpSync(join(folder, 'blobs'), join(kept, 'blobs'), { recursive: true });
}

/** Puts kept data into an empty folder, for a registry with {@link embeddedVariables}. @param {string} kept @param {string} folder */
export function unpackEmbedded(kept, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'registry.db'), gunzipSync(readFileSync(join(kept, 'registry.db.gz'))));
  cpSync(join(kept, 'blobs'), join(folder, 'blobs'), { recursive: true });
}

/** Names of the migrations that a database has had, in their order; its registry has stopped. @param {string} folder @returns {string[]} */
export function listEmbeddedMigrations(folder) {
  return withDatabase(folder, (database) => {
    const rows = database.prepare('SELECT name FROM migrations ORDER BY id').all();
    return /** @type {{ name: string }[]} */ (rows).map(({ name }) => name);
  });
}

/** Says that a later release has migrated the database. @param {string} folder @param {string} migration */
export function makeEmbeddedNewer(folder, migration) {
  withDatabase(folder, (database) =>
    database.prepare('INSERT INTO migrations (timestamp, name) VALUES (9999999999999, ?)').run(migration),
  );
}

/** @template T @param {string} folder @param {(database: import('libsql').Database) => T} use */
function withDatabase(folder, use) {
  const database = new Database(join(folder, 'registry.db'));
  try {
    return use(database);
  } finally {
    database.close();
  }
}
