import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { PublishUpload, PublishUploadOutcome, ReleaseUpload, RenewUpload } from './commands.js';

/** The fence decides, not the lease: a claim that ran out still publishes where nobody has taken over. */
export async function publishUpload(
  tx: Transaction,
  { id, fence, state, bytes, size }: PublishUpload,
  now: number,
): Promise<PublishUploadOutcome> {
  const written = await tx.run(sql`
    UPDATE uploads SET status = 'open', lease_until = 0, touched_at = ${now}, size = ${size},
      state = ${state === null ? null : JSON.stringify(state)}, bytes = ${bytes}
    WHERE id = ${id} AND fence = ${fence} AND status IN ('appending', 'finishing')`);
  return { outcome: written > 0 ? 'published' : 'lost-claim' };
}

export async function releaseUpload(tx: Transaction, { id, fence }: ReleaseUpload): Promise<void> {
  await tx.run(sql`
    UPDATE uploads SET status = 'open', lease_until = 0
    WHERE id = ${id} AND fence = ${fence} AND status IN ('appending', 'finishing')`);
}

export async function renewUpload(
  tx: Transaction,
  { id, fence, leaseMilliseconds }: RenewUpload,
  now: number,
): Promise<PublishUploadOutcome> {
  const renewed = await tx.run(sql`
    UPDATE uploads SET lease_until = ${now + leaseMilliseconds}, touched_at = ${now}
    WHERE id = ${id} AND fence = ${fence} AND status IN ('appending', 'finishing')`);
  return { outcome: renewed > 0 ? 'published' : 'lost-claim' };
}
