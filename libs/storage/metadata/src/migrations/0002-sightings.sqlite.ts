import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE sightings (
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     first_seen_at INTEGER NOT NULL,
     last_seen_at INTEGER NOT NULL,
     PRIMARY KEY (kind, name)
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX blobs_location ON blobs (location) WHERE location IS NOT NULL`,
];

/** Since when something looks as if it could go, and which bytes belong to a blob. */
export class Sightings implements MigrationInterface {
  readonly name = 'sightings-0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX blobs_location');
    await runner.query('DROP TABLE sightings');
  }
}
