import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  read_only_since: 'BIGINT',
  read_only_by: 'TEXT COLLATE "C"',
  read_only_reason: 'TEXT COLLATE "C"',
};

/** Since when the registry takes no writes, who said so, and why. */
export class ReadOnly implements MigrationInterface {
  readonly name = 'read-only-0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of Object.entries(COLUMNS))
      await runner.query(`ALTER TABLE store ADD COLUMN ${name} ${type}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(COLUMNS)) await runner.query(`ALTER TABLE store DROP COLUMN ${name}`);
  }
}
