import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text is compared by its bytes (`COLLATE "C"`), whatever the language of the database is. Foreign keys to `manifest_refs` are looked up in
 * its partial indexes, because `blob = ?` implies `blob IS NOT NULL`.
 */
const TABLES = [
  `CREATE TABLE store (
     id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
     signing_key BYTEA NOT NULL,
     created_at BIGINT NOT NULL
   )`,
  `CREATE TABLE leases (
     name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
     holder TEXT COLLATE "C" NOT NULL,
     expires_at BIGINT NOT NULL
   )`,
  `CREATE TABLE repositories (
     id BIGSERIAL PRIMARY KEY,
     name TEXT COLLATE "C" NOT NULL,
     created_at BIGINT NOT NULL
   )`,
  `CREATE UNIQUE INDEX repositories_name ON repositories (name)`,
  `CREATE TABLE blobs (
     digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
     size BIGINT NOT NULL,
     location TEXT COLLATE "C",
     damaged_at BIGINT,
     created_at BIGINT NOT NULL
   )`,
  `CREATE TABLE small_blobs (
     digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
     payload BYTEA NOT NULL,
     CONSTRAINT small_blobs_blob FOREIGN KEY (digest) REFERENCES blobs (digest) ON DELETE CASCADE
   )`,
  `CREATE TABLE repository_blobs (
     repository_id BIGINT NOT NULL,
     digest TEXT COLLATE "C" NOT NULL,
     touched_at BIGINT NOT NULL,
     PRIMARY KEY (repository_id, digest),
     CONSTRAINT repository_blobs_repository FOREIGN KEY (repository_id) REFERENCES repositories (id) ON DELETE RESTRICT,
     CONSTRAINT repository_blobs_blob FOREIGN KEY (digest) REFERENCES blobs (digest) ON DELETE RESTRICT
   )`,
  `CREATE INDEX repository_blobs_digest ON repository_blobs (digest)`,
  `CREATE TABLE manifests (
     repository_id BIGINT NOT NULL,
     digest TEXT COLLATE "C" NOT NULL,
     media_type TEXT COLLATE "C" NOT NULL,
     artifact_type TEXT COLLATE "C",
     subject_digest TEXT COLLATE "C",
     size BIGINT NOT NULL,
     annotations TEXT COLLATE "C",
     pushed_at BIGINT NOT NULL,
     pushed_by TEXT COLLATE "C",
     touched_at BIGINT NOT NULL,
     payload BYTEA NOT NULL,
     PRIMARY KEY (repository_id, digest),
     CONSTRAINT manifests_repository FOREIGN KEY (repository_id) REFERENCES repositories (id) ON DELETE RESTRICT
   )`,
  `CREATE INDEX manifests_subject ON manifests (repository_id, subject_digest, digest) WHERE subject_digest IS NOT NULL`,
  `CREATE TABLE manifest_refs (
     repository_id BIGINT NOT NULL,
     manifest_digest TEXT COLLATE "C" NOT NULL,
     position BIGINT NOT NULL,
     digest TEXT COLLATE "C" NOT NULL,
     kind TEXT COLLATE "C" NOT NULL,
     blob TEXT COLLATE "C",
     child TEXT COLLATE "C",
     PRIMARY KEY (repository_id, manifest_digest, position),
     CONSTRAINT manifest_refs_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE,
     CONSTRAINT manifest_refs_link FOREIGN KEY (repository_id, blob)
       REFERENCES repository_blobs (repository_id, digest) ON DELETE RESTRICT,
     CONSTRAINT manifest_refs_to_child FOREIGN KEY (repository_id, child)
       REFERENCES manifests (repository_id, digest) ON DELETE RESTRICT
   )`,
  `CREATE INDEX manifest_refs_waiting ON manifest_refs (repository_id, digest) WHERE blob IS NULL AND child IS NULL`,
  `CREATE INDEX manifest_refs_blob ON manifest_refs (repository_id, blob) WHERE blob IS NOT NULL`,
  `CREATE INDEX manifest_refs_child ON manifest_refs (repository_id, child) WHERE child IS NOT NULL`,
  `CREATE TABLE tags (
     repository_id BIGINT NOT NULL,
     name TEXT COLLATE "C" NOT NULL,
     manifest_digest TEXT COLLATE "C" NOT NULL,
     updated_at BIGINT NOT NULL,
     PRIMARY KEY (repository_id, name),
     CONSTRAINT tags_to_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE
   )`,
  `CREATE INDEX tags_manifest ON tags (repository_id, manifest_digest)`,
  `CREATE TABLE uploads (
     id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
     repository TEXT COLLATE "C" NOT NULL,
     caller TEXT COLLATE "C",
     status TEXT COLLATE "C" NOT NULL,
     size BIGINT NOT NULL,
     digest TEXT COLLATE "C",
     fence BIGINT NOT NULL,
     lease_until BIGINT NOT NULL,
     touched_at BIGINT NOT NULL,
     state TEXT COLLATE "C",
     bytes BYTEA
   )`,
  `CREATE INDEX uploads_status ON uploads (status, touched_at)`,
  `CREATE INDEX uploads_caller ON uploads (caller, status)`,
  `CREATE INDEX uploads_repository ON uploads (repository, status)`,
  `CREATE TABLE doomed_locations (
     location TEXT COLLATE "C" NOT NULL PRIMARY KEY,
     doomed_at BIGINT NOT NULL
   )`,
  `CREATE INDEX doomed_locations_time ON doomed_locations (doomed_at, location)`,
];

/** Every table of the registry's facts. */
export class Foundation implements MigrationInterface {
  readonly name = 'foundation-0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  /** Refuses: a foundation that goes takes every fact along. Restore a backup instead. */
  down(): Promise<void> {
    return Promise.reject(new Error('The foundation is not taken back; restore a backup instead.'));
  }
}
