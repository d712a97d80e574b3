import { findReadOnly } from '../queries/read-only.js';
import type { ReadOnlyRow } from '../queries/queries.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { EnterReadOnly } from './read-only-commands.js';

export async function enterReadOnly(
  tx: Transaction,
  { by, reason }: EnterReadOnly,
  now: number,
): Promise<ReadOnlyRow> {
  await tx.run(sql`
    UPDATE store SET read_only_since = ${now}, read_only_by = ${by}, read_only_reason = ${reason}
    WHERE read_only_since IS NULL`);
  return (await findReadOnly(tx)) ?? { since: now, by, reason };
}

export async function leaveReadOnly(tx: Transaction): Promise<{ readonly left: boolean }> {
  const rows = await tx.run(sql`
    UPDATE store SET read_only_since = NULL, read_only_by = NULL, read_only_reason = NULL
    WHERE read_only_since IS NOT NULL`);
  return { left: rows > 0 };
}
