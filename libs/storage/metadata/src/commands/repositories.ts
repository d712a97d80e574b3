import { lock, LostRace } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';

/** A repository that is found stays until the transaction ends. */
export async function findRepositoryId(tx: Transaction, name: string): Promise<number | undefined> {
  const [row] = await tx.all<{ id: number }>(
    sql`SELECT id FROM repositories WHERE name = ${name} ${lock('key share')}`,
  );
  return row?.id;
}

/** The repository's id; the first commit into a repository makes it. */
export async function ensureRepository(tx: Transaction, name: string, now: number): Promise<number> {
  return (await findRepositoryId(tx, name)) ?? createRepository(tx, name, now);
}

/** Where somebody else is making it, the insert waits and makes nothing, and the name is found then. */
export async function createRepository(tx: Transaction, name: string, now: number): Promise<number> {
  const [row] = await tx.all<{ id: number }>(sql`
    INSERT INTO repositories (name, created_at) VALUES (${name}, ${now}) ON CONFLICT (name) DO NOTHING RETURNING id`);
  const id = row?.id ?? (await findRepositoryId(tx, name));
  if (id === undefined) throw new LostRace(`the repository ${name} was made and deleted`);
  return id;
}
