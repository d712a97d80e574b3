import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { ReadOnlyRow } from './queries.js';

/** `undefined` while writes are taken. */
export async function findReadOnly(reader: Reader): Promise<ReadOnlyRow | undefined> {
  const [row] = await reader.all<{ since: number; by: string | null; reason: string }>(sql`
    SELECT read_only_since AS since, read_only_by AS by, read_only_reason AS reason
    FROM store WHERE read_only_since IS NOT NULL`);
  return row;
}
