import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { DeleteManifest, DeleteManifestOutcome } from './commands.js';
import { findRepositoryId } from './repositories.js';

/**
 * Locked first and judged in a second statement: an index that takes it as a child, or a push that tags it, is then there or waits. Tags go
 * along (CASCADE). References go first, because RESTRICT is judged within the statement that deletes a manifest.
 */
export async function deleteManifest(
  tx: Transaction,
  { repository, digest }: DeleteManifest,
  now: number,
): Promise<DeleteManifestOutcome> {
  const repositoryId = await findRepositoryId(tx, repository);
  if (repositoryId === undefined) return { outcome: 'repository-absent' };
  const held = await tx.all(sql`
    SELECT 1 AS held FROM manifests WHERE repository_id = ${repositoryId} AND digest = ${digest} ${lock('update')}`);
  if (held.length === 0) return { outcome: 'absent' };
  const [parent] = await tx.all<{ manifest_digest: string }>(sql`
    SELECT manifest_digest FROM manifest_refs WHERE repository_id = ${repositoryId} AND child = ${digest} LIMIT 1`);
  if (parent !== undefined) return { outcome: 'in-use', manifest: parent.manifest_digest };
  await touchLinks(tx, repositoryId, digest, now);
  await tx.run(
    sql`DELETE FROM manifest_refs WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest}`,
  );
  await tx.run(sql`DELETE FROM manifests WHERE repository_id = ${repositoryId} AND digest = ${digest}`);
  return { outcome: 'deleted' };
}

/** The grace time of a link begins when the last manifest lets go of it. */
async function touchLinks(tx: Transaction, repositoryId: number, digest: string, now: number): Promise<void> {
  await tx.run(sql`
    UPDATE repository_blobs SET touched_at = ${now}
    WHERE repository_id = ${repositoryId} AND digest IN (
      SELECT blob FROM manifest_refs WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND blob IS NOT NULL)`);
}
