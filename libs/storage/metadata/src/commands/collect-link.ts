import { EMPTY_JSON } from '../queries/collection-queries.js';
import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { dropUnlinkedBlobs } from './blobs.js';
import type { CollectBlob, CollectDigest, CollectOutcome } from './collection-commands.js';
import { fillWaitingReferences } from './links.js';
import { findRepositoryId } from './repositories.js';

export async function collectLink(
  tx: Transaction,
  { repository, digest, before }: CollectDigest,
  now: number,
): Promise<CollectOutcome> {
  const repositoryId = await findRepositoryId(tx, repository);
  if (repositoryId === undefined || digest === EMPTY_JSON) return { outcome: 'kept' };
  const size = await holdLink(tx, repositoryId, digest);
  if (size === undefined) return { outcome: 'kept' };
  await fillWaitingReferences(tx, repositoryId, digest);
  if (!(await isIdle(tx, repositoryId, { digest, before }))) return { outcome: 'kept' };
  await tx.run(
    sql`DELETE FROM repository_blobs WHERE repository_id = ${repositoryId} AND digest = ${digest}`,
  );
  return { outcome: 'collected', bytes: (await drop(tx, digest, now)) ? size : 0 };
}

/** The blob's size. Nobody can refer to the link or make another one to its blob until the transaction ends. */
async function holdLink(tx: Transaction, repositoryId: number, digest: string): Promise<number | undefined> {
  const [held] = await tx.all<{ size: number }>(sql`
    SELECT b.size FROM blobs b JOIN repository_blobs l ON l.digest = b.digest
    WHERE b.digest = ${digest} AND l.repository_id = ${repositoryId} ${lock('update', 'b', 'l')}`);
  return held?.size;
}

async function isIdle(
  tx: Transaction,
  repositoryId: number,
  { digest, before }: { readonly digest: string; readonly before: number },
): Promise<boolean> {
  const idle = await tx.all(sql`
    SELECT 1 AS idle FROM repository_blobs l
    WHERE l.repository_id = ${repositoryId} AND l.digest = ${digest} AND l.touched_at < ${before}
    AND NOT EXISTS (SELECT 1 FROM manifest_refs m WHERE m.repository_id = ${repositoryId} AND m.blob = ${digest})`);
  return idle.length > 0;
}

export async function collectBlob(
  tx: Transaction,
  { digest, before }: CollectBlob,
  now: number,
): Promise<CollectOutcome> {
  const [held] = await tx.all<{ size: number; created_at: number }>(
    sql`SELECT size, created_at FROM blobs WHERE digest = ${digest} ${lock('update')}`,
  );
  if (held === undefined || held.created_at >= before || digest === EMPTY_JSON) return { outcome: 'kept' };
  return (await drop(tx, digest, now)) ? { outcome: 'collected', bytes: held.size } : { outcome: 'kept' };
}

/** True when the blob went: nobody else links it. */
async function drop(tx: Transaction, digest: string, now: number): Promise<boolean> {
  await dropUnlinkedBlobs(tx, [digest], now);
  return (await tx.all(sql`SELECT 1 AS found FROM blobs WHERE digest = ${digest}`)).length === 0;
}
