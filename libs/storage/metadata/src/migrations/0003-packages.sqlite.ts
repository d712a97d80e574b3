import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE reports (
     repository_id INTEGER NOT NULL,
     manifest_digest TEXT NOT NULL,
     profile TEXT NOT NULL,
     level TEXT NOT NULL,
     findings TEXT NOT NULL,
     checked_at INTEGER NOT NULL,
     PRIMARY KEY (repository_id, manifest_digest, profile),
     CONSTRAINT reports_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE packages (
     repository_id INTEGER NOT NULL,
     manifest_digest TEXT NOT NULL,
     repository TEXT NOT NULL,
     profile TEXT NOT NULL,
     application_id TEXT NOT NULL,
     name TEXT NOT NULL,
     version TEXT NOT NULL,
     version_tag TEXT NOT NULL,
     version_order TEXT NOT NULL,
     is_release INTEGER NOT NULL,
     conforms INTEGER NOT NULL,
     tagline TEXT,
     search_text TEXT NOT NULL,
     description TEXT NOT NULL,
     PRIMARY KEY (repository_id, manifest_digest),
     CONSTRAINT packages_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE
   ) STRICT`,
  `CREATE INDEX packages_application ON packages (repository, application_id, is_release, version_order, manifest_digest)`,
  `CREATE TABLE package_words (
     repository_id INTEGER NOT NULL,
     manifest_digest TEXT NOT NULL,
     kind TEXT NOT NULL,
     word TEXT NOT NULL,
     PRIMARY KEY (repository_id, manifest_digest, kind, word),
     CONSTRAINT package_words_package FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES packages (repository_id, manifest_digest) ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sightings_time ON sightings (kind, last_seen_at)`,
];

/** What is known of application packages, and what was found when they were checked; and sightings by their time. */
export class Packages implements MigrationInterface {
  readonly name = 'packages-0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX sightings_time');
    for (const table of ['package_words', 'packages', 'reports']) await runner.query(`DROP TABLE ${table}`);
  }
}
