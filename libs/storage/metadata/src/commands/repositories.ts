import { sql } from '../sql/statement.js';
import type { Reader, Transaction } from '../sql/transaction.js';

export async function findRepositoryId(reader: Reader, name: string): Promise<number | undefined> {
  const [row] = await reader.all<{ id: number }>(sql`SELECT id FROM repositories WHERE name = ${name}`);
  return row?.id;
}

/** The repository's id; the first commit into a repository makes it. */
export async function ensureRepository(tx: Transaction, name: string, now: number): Promise<number> {
  return (await findRepositoryId(tx, name)) ?? createRepository(tx, name, now);
}

async function createRepository(tx: Transaction, name: string, now: number): Promise<number> {
  const [row] = await tx.all<{ id: number }>(sql`
    INSERT INTO repositories (name, created_at) VALUES (${name}, ${now})
    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`);
  return row!.id;
}
