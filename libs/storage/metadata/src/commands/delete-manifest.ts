import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { DeleteManifest, DeleteManifestOutcome } from './commands.js';
import { findFixedVersion } from './fixed-versions.js';
import { findRepositoryId } from './repositories.js';
import { touchAt, touchDependents } from './touching.js';

/**
 * Locked first and judged in a second statement: an index that takes it as a child, or a push that tags it, is then there or waits. Tags go
 * along (CASCADE). References go first, because RESTRICT is judged within the statement that deletes a manifest.
 */
export async function deleteManifest(
  tx: Transaction,
  { repository, digest, versionTags, ...touching }: DeleteManifest,
  now: number,
): Promise<DeleteManifestOutcome> {
  const repositoryId = await findRepositoryId(tx, repository);
  if (repositoryId === undefined) return { outcome: 'repository-absent' };
  const held = await tx.all(sql`
    SELECT 1 AS held FROM manifests WHERE repository_id = ${repositoryId} AND digest = ${digest} ${lock('update')}`);
  if (held.length === 0) return { outcome: 'absent' };
  const fixed = versionTags === 'fixed' ? await findFixedVersion(tx, { repositoryId, digest }) : undefined;
  if (fixed !== undefined) return fixed;
  const [parent] = await tx.all<{ manifest_digest: string }>(sql`
    SELECT manifest_digest FROM manifest_refs WHERE repository_id = ${repositoryId} AND child = ${digest} LIMIT 1`);
  if (parent !== undefined) return { outcome: 'in-use', manifest: parent.manifest_digest };
  await touchDependents(tx, { repositoryId, digest }, touchAt(now, touching));
  await tx.run(
    sql`DELETE FROM manifest_refs WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest}`,
  );
  await tx.run(sql`DELETE FROM manifests WHERE repository_id = ${repositoryId} AND digest = ${digest}`);
  return { outcome: 'deleted' };
}
