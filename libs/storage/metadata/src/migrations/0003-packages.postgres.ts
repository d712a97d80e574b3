import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE reports (
     repository_id BIGINT NOT NULL,
     manifest_digest TEXT COLLATE "C" NOT NULL,
     profile TEXT COLLATE "C" NOT NULL,
     level TEXT COLLATE "C" NOT NULL,
     findings TEXT COLLATE "C" NOT NULL,
     checked_at BIGINT NOT NULL,
     PRIMARY KEY (repository_id, manifest_digest, profile),
     CONSTRAINT reports_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE
   )`,
  `CREATE TABLE packages (
     repository_id BIGINT NOT NULL,
     manifest_digest TEXT COLLATE "C" NOT NULL,
     repository TEXT COLLATE "C" NOT NULL,
     profile TEXT COLLATE "C" NOT NULL,
     application_id TEXT COLLATE "C" NOT NULL,
     name TEXT COLLATE "C" NOT NULL,
     version TEXT COLLATE "C" NOT NULL,
     version_tag TEXT COLLATE "C" NOT NULL,
     version_order TEXT COLLATE "C" NOT NULL,
     is_release BIGINT NOT NULL,
     conforms BIGINT NOT NULL,
     tagline TEXT COLLATE "C",
     search_text TEXT COLLATE "C" NOT NULL,
     description TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (repository_id, manifest_digest),
     CONSTRAINT packages_manifest FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES manifests (repository_id, digest) ON DELETE CASCADE
   )`,
  `CREATE INDEX packages_application ON packages (repository, application_id, is_release, version_order, manifest_digest)`,
  `CREATE TABLE package_words (
     repository_id BIGINT NOT NULL,
     manifest_digest TEXT COLLATE "C" NOT NULL,
     kind TEXT COLLATE "C" NOT NULL,
     word TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (repository_id, manifest_digest, kind, word),
     CONSTRAINT package_words_package FOREIGN KEY (repository_id, manifest_digest)
       REFERENCES packages (repository_id, manifest_digest) ON DELETE CASCADE
   )`,
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
