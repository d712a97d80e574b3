import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { MarkBlobDamaged } from './commands.js';

export async function markBlobDamaged(
  tx: Transaction,
  { digest, location }: MarkBlobDamaged,
  now: number,
): Promise<void> {
  await tx.run(sql`
    UPDATE blobs SET damaged_at = ${now}
    WHERE digest = ${digest} AND location IS NOT DISTINCT FROM ${location} AND damaged_at IS NULL`);
}
