import { lock } from '../sql/lock.js';
import { endOf, looksOf, type NameRange } from '../queries/name-range.js';
import { anyOf, sql } from '../sql/statement.js';
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

async function hasSource(tx: Transaction, { digest, from, within }: MountBlob): Promise<boolean> {
  if (from === undefined && within !== undefined) return hasSourceWithin(tx, digest, within);
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

/** Ranges beyond this number are not looked at: a mount that is not done costs the client an upload, nothing else. */
const MOST_LOOKS = 64;

async function hasSourceWithin(
  tx: Transaction,
  digest: string,
  within: readonly NameRange[],
): Promise<boolean> {
  for (const look of looksOf(within).slice(0, MOST_LOOKS)) {
    const found =
      'names' in look
        ? await tx.all(sql`
            SELECT 1 AS found FROM repositories r
            JOIN repository_blobs l ON l.repository_id = r.id AND l.digest = ${digest}
            JOIN blobs b ON b.digest = l.digest
            WHERE r.name ${anyOf(look.names)} AND b.damaged_at IS NULL LIMIT 1 ${lock('key share', 'b')}`)
        : await tx.all(sql`
            SELECT 1 AS found FROM blobs b
            JOIN repository_blobs l ON l.digest = b.digest
            JOIN repositories r ON r.id = l.repository_id
            WHERE b.digest = ${digest} AND b.damaged_at IS NULL
            AND r.name >= ${look.prefix} AND r.name < ${endOf(look.prefix)} LIMIT 1 ${lock('key share', 'b')}`);
    if (found.length > 0) return true;
  }
  return false;
}
