import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrations as postgres } from './migrations.postgres.js';
import { migrations as sqlite } from './migrations.sqlite.js';

const FILE = 'landed-migrations.json';
const ENGINES = { postgres, sqlite };

type Checksums = Readonly<Record<string, Readonly<Record<keyof typeof ENGINES, string>>>>;

const LANDED = JSON.parse(readFileSync(join(import.meta.dirname, FILE), 'utf8')) as Checksums;

describe('migrations', () => {
  it('have the same names in the same order on both engines, and end in their number', () => {
    const names = Object.values(ENGINES).map((list) => list.map((Migration) => new Migration().name));
    expect(names[0]).toEqual(names[1]);
    expect(names[0]!.map((name) => Number(name.slice(-13)))).toEqual(names[0]!.map((_, index) => index + 1));
  });

  it('that have landed are neither changed, taken away nor put elsewhere: databases have run them', async () => {
    const found = await checksums();
    const changed = Object.entries(LANDED).flatMap(([name, { postgres, sqlite }]) =>
      found[name]?.postgres === postgres && found[name].sqlite === sqlite ? [] : [name],
    );
    expect(complaintAbout(changed)).toBe('');
    expect(Object.keys(found).slice(0, Object.keys(LANDED).length)).toEqual(Object.keys(LANDED));
  });

  it('are each written down, so that nobody changes them', async () => {
    const found = await checksums();
    const additions = Object.entries(found).filter(([name]) => LANDED[name] === undefined);
    expect(wishFor(additions)).toBe('');
  });

  it('are told apart by a single word, not by spaces', async () => {
    const of = (text: string) =>
      checksumOf(
        class implements MigrationInterface {
          up = async (runner: QueryRunner) => void (await runner.query(text));
          down = async () => undefined;
        },
      );
    const first = await of('CREATE TABLE a (\n  b TEXT NOT NULL\n)');
    expect(await of('CREATE TABLE a ( b TEXT NOT NULL )')).toBe(first);
    expect(await of('CREATE TABLE a ( b TEXT )')).not.toBe(first);
  });
});

async function checksums(): Promise<Checksums> {
  const found: Record<string, Record<keyof typeof ENGINES, string>> = {};
  for (const [index, Postgres] of postgres.entries())
    found[new Postgres().name] = {
      postgres: await checksumOf(Postgres),
      sqlite: await checksumOf(sqlite[index]!),
    };
  return found;
}

/** SHA-256 of the statements that it runs, whatever their spaces are. */
async function checksumOf(Migration: new () => MigrationInterface): Promise<string> {
  const statements: string[] = [];
  const runner = {
    query: async (...all: unknown[]) =>
      void statements.push(JSON.stringify(all).replaceAll(/(\\n|\s)+/g, ' ')),
  };
  await new Migration().up(runner as unknown as QueryRunner);
  expect(statements).not.toEqual([]);
  return createHash('sha256').update(statements.join('\n')).digest('hex');
}

function complaintAbout(names: readonly string[]): string {
  if (names.length === 0) return '';
  return (
    `${names.join(', ')}: databases have run this migration and do not run it again, so what was changed in it would be missing there. ` +
    `Take the change back, and write a further migration for both engines instead. (Only what no release has published may be changed ` +
    `together with its line in ${FILE}; make the stores of that release anew: tools/release-store.)`
  );
}

function wishFor(additions: readonly (readonly [string, unknown])[]): string {
  const lines = additions.map(([name, sums]) => `  "${name}": ${JSON.stringify(sums)}`);
  return lines.length === 0 ? '' : `write this down in ${FILE}:\n${lines.join(',\n')}`;
}
