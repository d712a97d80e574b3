import type { MetadataStore } from '../metadata-store.js';
import { sql, type Statement } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';

/** What a fixture fills before each test. */
export interface TemporaryStore {
  store: MetadataStore;
  /** A connection beside the store's own, to look at rows and to break them. */
  beside: Transaction;
}

/** Registers hooks that give each test an empty store of one engine. */
export type UseStore = () => TemporaryStore;

export async function listDoomed({ beside }: TemporaryStore): Promise<string[]> {
  const doomed = await beside.all<{ location: string }>(
    sql`SELECT location FROM doomed_locations ORDER BY location`,
  );
  return doomed.map(({ location }) => location);
}

export async function count({ beside }: TemporaryStore, statement: Statement): Promise<number> {
  return (await beside.all(statement)).length;
}
