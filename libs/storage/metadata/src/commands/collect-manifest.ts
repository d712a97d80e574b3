import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { CollectManifest, CollectOutcome } from './collection-commands.js';
import { deleteManifest } from './delete-manifest.js';
import { fillWaitingParents } from './manifest-references.js';
import { findRepositoryId } from './repositories.js';

export async function collectManifest(
  tx: Transaction,
  input: CollectManifest,
  now: number,
): Promise<CollectOutcome> {
  const repositoryId = await findRepositoryId(tx, input.repository);
  if (repositoryId === undefined) return { outcome: 'kept' };
  const held = await tx.all(sql`
    SELECT 1 AS held FROM manifests WHERE repository_id = ${repositoryId} AND digest = ${input.digest} ${lock('update')}`);
  if (held.length === 0) return { outcome: 'kept' };
  await fillWaitingParents(tx, { repositoryId, digest: input.digest });
  const size = await findUntaggedSize(tx, repositoryId, input);
  if (size === undefined) return { outcome: 'kept' };
  const { outcome } = await deleteManifest(tx, input, now);
  return outcome === 'deleted' ? { outcome: 'collected', bytes: size } : { outcome: 'kept' };
}

/** Undefined where a tag points to it, its subject lives, or somebody touched it. Whether an index holds it is asked by its deletion. */
async function findUntaggedSize(
  tx: Transaction,
  repositoryId: number,
  { digest, before }: CollectManifest,
): Promise<number | undefined> {
  const [untagged] = await tx.all<{ size: number }>(sql`
    SELECT m.size FROM manifests m
    WHERE m.repository_id = ${repositoryId} AND m.digest = ${digest} AND m.touched_at < ${before}
    AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.repository_id = ${repositoryId} AND t.manifest_digest = ${digest})
    AND NOT EXISTS (
      SELECT 1 FROM manifests s WHERE s.repository_id = ${repositoryId} AND s.digest = m.subject_digest)`);
  return untagged?.size;
}
