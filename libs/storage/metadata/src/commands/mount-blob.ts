import { lock } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { MountBlob, MountBlobOutcome } from './commands.js';
import { linkDigest } from './links.js';
import { createRepository, findRepositoryId } from './repositories.js';

export async function mountBlob(tx: Transaction, input: MountBlob, now: number): Promise<MountBlobOutcome> {
  const found = await findRepositoryId(tx, input.repository);
  if (!(await hasSource(tx, input))) return { outcome: 'absent' };
  const repositoryId = found ?? (await createRepository(tx, input.repository, now));
  await linkDigest(tx, repositoryId, input, now);
  return { outcome: 'mounted' };
}

async function hasSource(tx: Transaction, { digest, from }: MountBlob): Promise<boolean> {
  const anywhere = sql`
    SELECT 1 AS found FROM blobs b JOIN repository_blobs l ON l.digest = b.digest
    WHERE b.digest = ${digest} AND b.damaged_at IS NULL LIMIT 1 ${lock('key share', 'b')}`;
  if (from === undefined) return (await tx.all(anywhere)).length > 0;
  const there = await tx.all(sql`
    SELECT 1 AS found FROM repositories r
    JOIN repository_blobs l ON l.repository_id = r.id AND l.digest = ${digest}
    JOIN blobs b ON b.digest = l.digest WHERE r.name = ${from} AND b.damaged_at IS NULL ${lock('key share', 'b')}`);
  return there.length > 0;
}
