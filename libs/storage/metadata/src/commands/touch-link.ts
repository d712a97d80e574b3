import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { TouchLink, TouchLinkOutcome } from './collection-commands.js';
import { findRepositoryId } from './repositories.js';
import { touchAt } from './touching.js';

/** An update that meets no row waits for a collector that holds it, and finds out. */
export async function touchLink(tx: Transaction, input: TouchLink, now: number): Promise<TouchLinkOutcome> {
  const { stale } = touchAt(now, input);
  const repositoryId = await findRepositoryId(tx, input.repository);
  if (repositoryId === undefined) return { outcome: 'gone' };
  const touched = await tx.run(sql`
    UPDATE repository_blobs SET touched_at = ${now}
    WHERE repository_id = ${repositoryId} AND digest = ${input.digest} AND touched_at <= ${stale}`);
  if (touched > 0) return { outcome: 'touched' };
  const there = await tx.all(sql`
    SELECT 1 AS found FROM repository_blobs WHERE repository_id = ${repositoryId} AND digest = ${input.digest}`);
  return { outcome: there.length > 0 ? 'fresh' : 'gone' };
}
