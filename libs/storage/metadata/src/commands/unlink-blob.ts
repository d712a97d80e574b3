import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { dropUnlinkedBlobs } from './blobs.js';
import type { UnlinkBlob, UnlinkBlobOutcome } from './commands.js';
import { findRepositoryId } from './repositories.js';

export async function unlinkBlob(
  tx: Transaction,
  input: UnlinkBlob,
  now: number,
): Promise<UnlinkBlobOutcome> {
  const repositoryId = await findRepositoryId(tx, input.repository);
  if (repositoryId === undefined) return { outcome: 'repository-absent' };
  if (!(await holdLink(tx, repositoryId, input.digest))) return { outcome: 'absent' };
  const [user] = await tx.all<{ manifest_digest: string }>(sql`
    SELECT manifest_digest FROM manifest_refs WHERE repository_id = ${repositoryId} AND blob = ${input.digest} LIMIT 1`);
  if (user !== undefined) return { outcome: 'in-use', manifest: user.manifest_digest };
  await tx.run(sql`
    DELETE FROM repository_blobs WHERE repository_id = ${repositoryId} AND digest = ${input.digest}`);
  await dropUnlinkedBlobs(tx, [input.digest], now);
  return { outcome: 'unlinked' };
}

/** Nobody can refer to the link or make another one to its blob until the transaction ends. */
async function holdLink(tx: Transaction, repositoryId: number, digest: string): Promise<boolean> {
  const held = await tx.all(sql`
    SELECT 1 AS held FROM blobs b JOIN repository_blobs l ON l.digest = b.digest
    WHERE b.digest = ${digest} AND l.repository_id = ${repositoryId} ${lock('update', 'b', 'l')}`);
  return held.length > 0;
}
