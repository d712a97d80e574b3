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
  const [user] = await tx.all<{ manifest_digest: string }>(sql`
    SELECT manifest_digest FROM manifest_refs WHERE repository_id = ${repositoryId} AND blob = ${input.digest} LIMIT 1`);
  if (user !== undefined) return { outcome: 'in-use', manifest: user.manifest_digest };
  const unlinked = await tx.run(sql`
    DELETE FROM repository_blobs WHERE repository_id = ${repositoryId} AND digest = ${input.digest}`);
  if (unlinked === 0) return { outcome: 'absent' };
  await dropUnlinkedBlobs(tx, [input.digest], now);
  return { outcome: 'unlinked' };
}
