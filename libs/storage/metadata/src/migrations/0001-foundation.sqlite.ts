import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Payloads are the last columns, so that the others are read without walking their overflow pages. Partial indexes cost nothing for
 * rows outside them; foreign keys to `manifest_refs` are looked up in them too, because `blob = ?` implies `blob IS NOT NULL`.
 */
const TABLES = [
  `CREATE TABLE store (
     id TEXT NOT NULL PRIMARY KEY,
     signing_key BLOB NOT NULL,
     created_at INTEGER NOT NULL
   ) STRICT`,
  `CREATE TABLE leases (
     name TEXT NOT NULL PRIMARY KEY,
     holder TEXT NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE repositories (
     id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
     name TEXT NOT NULL,
     created_at INTEGER NOT NULL
   ) STRICT`,
  `CREATE UNIQUE INDEX repositories_name ON repositories (name)`,
  `CREATE TABLE blobs (
     digest TEXT NOT NULL PRIMARY KEY,
     size INTEGER NOT NULL,
     location TEXT,
     damaged_at INTEGER,
     created_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE small_blobs (
     digest TEXT NOT NULL PRIMARY KEY,
     payload BLOB NOT NULL,
     CONSTRAINT small_blobs_blob FOREIGN KEY (digest) REFERENCES blobs (digest) ON DELETE CASCADE
   ) STRICT`,
  `CREATE TABLE repository_blobs (
     repository_id INTEGER NOT NULL,
     digest TEXT NOT NULL,
     touched_at INTEGER NOT NULL,
     PRIMARY KEY (repository_id, digest),
     CONSTRAINT repository_blobs_repository FOREIGN KEY (repository_id) REFERENCES repositories (id) ON DELETE RESTRICT,
     CONSTRAINT repository_blobs_blob FOREIGN KEY (digest) REFERENCES blobs (digest) ON DELETE RESTRICT
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX repository_blobs_digest ON repository_blobs (digest)`,
  `CREATE TABLE manifests (
     repository_id INTEGER NOT NULL,
     digest TEXT NOT NULL,
     media_type TEXT NOT NULL,
     artifact_type TEXT,
     subject_digest TEXT,
     size INTEGER NOT NULL,
     annotations TEXT,
     pushed_at INTEGER NOT NULL,
     pushed_by TEXT,
     touched_at INTEGER NOT NULL,
     payload BLOB NOT NULL,
     PRIMARY KEY (repository_id, digest),
     CONSTRAINT manifests_repository FOREIGN KEY (repository_id) REFERENCES repositories (id) ON DELETE RESTRICT
   ) STRICT`,
  `CREATE INDEX manifests_subject ON manifests (repository_id, subject_digest, digest) WHERE subject_digest IS NOT NULL`,
  `CREATE TABLE manifest_refs (
     repository_id INTEGER NOT NULL,
     manifest_digest TEXT NOT NULL,
     position INTEGER NOT NULL,
     digest TEXT NOT NULL,
     kind TEXT NOT NULL,
     blob TEXT,
     child TEXT,
     PRIMARY KEY (repository_id, manifest_digest, position),
     CONSTRAINT manifest_refs_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE,
     CONSTRAINT manifest_refs_link FOREIGN KEY (repository_id, blob)
       REFERENCES repository_blobs (repository_id, digest) ON DELETE RESTRICT,
     CONSTRAINT manifest_refs_to_child FOREIGN KEY (repository_id, child)
       REFERENCES manifests (repository_id, digest) ON DELETE RESTRICT
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX manifest_refs_waiting ON manifest_refs (repository_id, digest) WHERE blob IS NULL AND child IS NULL`,
  `CREATE INDEX manifest_refs_blob ON manifest_refs (repository_id, blob) WHERE blob IS NOT NULL`,
  `CREATE INDEX manifest_refs_child ON manifest_refs (repository_id, child) WHERE child IS NOT NULL`,
  `CREATE TABLE tags (
     repository_id INTEGER NOT NULL,
     name TEXT NOT NULL,
     manifest_digest TEXT NOT NULL,
     updated_at INTEGER NOT NULL,
     PRIMARY KEY (repository_id, name),
     CONSTRAINT tags_to_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX tags_manifest ON tags (repository_id, manifest_digest)`,
  `CREATE TABLE uploads (
     id TEXT NOT NULL PRIMARY KEY,
     repository TEXT NOT NULL,
     caller TEXT,
     status TEXT NOT NULL,
     size INTEGER NOT NULL,
     digest TEXT,
     fence INTEGER NOT NULL,
     lease_until INTEGER NOT NULL,
     touched_at INTEGER NOT NULL,
     state TEXT,
     bytes BLOB
   ) STRICT`,
  `CREATE INDEX uploads_status ON uploads (status, touched_at)`,
  `CREATE INDEX uploads_caller ON uploads (caller, status)`,
  `CREATE INDEX uploads_repository ON uploads (repository, status)`,
  `CREATE TABLE doomed_locations (
     location TEXT NOT NULL PRIMARY KEY,
     doomed_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX doomed_locations_time ON doomed_locations (doomed_at, location)`,
];

/**
 * Rows per table, then rows per value of each further index column, of a registry in use. Without them SQLite takes every index for
 * equally good and reads all references of a repository where it should look up one digest (31 µs instead of 3 for each link, and
 * growing). They are fixed, so that plans are the same everywhere and a test can hold them.
 */
const STATISTICS: readonly (readonly [table: string, index: string | null, numbers: string])[] = [
  ['repositories', 'repositories_name', '10000 1'],
  ['blobs', 'blobs', '1000000 1'],
  ['small_blobs', 'sqlite_autoindex_small_blobs_1', '1000000 1'],
  ['repository_blobs', 'repository_blobs', '1000000 1000 1'],
  ['repository_blobs', 'repository_blobs_digest', '1000000 2'],
  ['manifests', 'sqlite_autoindex_manifests_1', '1000000 1000 1'],
  ['manifests', 'manifests_subject', '100000 100 10 1'],
  ['manifest_refs', 'manifest_refs', '5000000 5000 5 1'],
  ['manifest_refs', 'manifest_refs_waiting', '1000 100 2'],
  ['manifest_refs', 'manifest_refs_blob', '5000000 5000 2'],
  ['manifest_refs', 'manifest_refs_child', '100000 100 2'],
  ['tags', 'tags', '1000000 1000 1'],
  ['tags', 'tags_manifest', '1000000 1000 2'],
  ['uploads', 'uploads_status', '10000 2000 1'],
  ['uploads', 'uploads_caller', '10000 100 50'],
  ['uploads', 'uploads_repository', '10000 10 5'],
  ['uploads', 'sqlite_autoindex_uploads_1', '10000 1'],
  ['doomed_locations', 'doomed_locations', '10000 1'],
  ['doomed_locations', 'doomed_locations_time', '10000 10 1'],
];

/** Every table of the registry's facts. */
export class Foundation implements MigrationInterface {
  readonly name = 'foundation-0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
    await runner.query('ANALYZE');
    for (const row of STATISTICS)
      await runner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [...row]);
  }

  /** Refuses: a foundation that goes takes every fact along. Restore a backup instead. */
  down(): Promise<void> {
    return Promise.reject(new Error('The foundation is not taken back; restore a backup instead.'));
  }
}
