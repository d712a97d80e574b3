import { EMPTY_JSON } from '../queries/collection-queries.js';
import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { CollectOutcome, CollectRepository } from './collection-commands.js';
import { recordSightings } from './sightings.js';

/** Commits into a repository hold its row, so whoever is under way is waited for, and seen in the second statement. */
export async function collectRepository(
  tx: Transaction,
  { repository, before }: CollectRepository,
  now: number,
): Promise<CollectOutcome> {
  const [held] = await tx.all<{ id: number }>(
    sql`SELECT id FROM repositories WHERE name = ${repository} ${lock('update')}`,
  );
  if (held === undefined || !(await isEmpty(tx, held.id))) return { outcome: 'kept' };
  await recordSightings(tx, { kind: 'empty', names: [repository] }, now);
  const ended = await tx.run(sql`
    DELETE FROM sightings WHERE kind = 'empty' AND name = ${repository} AND first_seen_at < ${before}`);
  if (ended === 0) return { outcome: 'kept' };
  await tx.run(sql`DELETE FROM repository_blobs WHERE repository_id = ${held.id} AND digest = ${EMPTY_JSON}`);
  await tx.run(sql`DELETE FROM repositories WHERE id = ${held.id}`);
  return { outcome: 'collected', bytes: 0 };
}

async function isEmpty(tx: Transaction, id: number): Promise<boolean> {
  const content = await tx.all(sql`
    SELECT 1 AS content FROM repositories r WHERE r.id = ${id}
    AND (EXISTS (SELECT 1 FROM manifests WHERE repository_id = ${id} AND digest > '')
    OR EXISTS (SELECT 1 FROM repository_blobs WHERE repository_id = ${id} AND digest < ${EMPTY_JSON})
    OR EXISTS (SELECT 1 FROM repository_blobs WHERE repository_id = ${id} AND digest > ${EMPTY_JSON}))`);
  return content.length === 0;
}
