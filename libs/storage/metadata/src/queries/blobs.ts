import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { BlobRow } from './queries.js';

interface BlobRecord {
  readonly digest: string;
  readonly size: number;
  readonly location: string | null;
  readonly touched_at: number;
  readonly payload: Buffer | null;
}

export async function findBlob(
  reader: Reader,
  repository: string,
  digest: string,
): Promise<BlobRow | undefined> {
  const [found] = await reader.all<BlobRecord>(sql`
    SELECT l.digest, b.size, b.location, l.touched_at, s.payload FROM repositories r
    JOIN repository_blobs l ON l.repository_id = r.id AND l.digest = ${digest}
    JOIN blobs b ON b.digest = l.digest LEFT JOIN small_blobs s ON s.digest = l.digest
    WHERE r.name = ${repository} AND b.damaged_at IS NULL`);
  return found && toBlobRow(found);
}

/** Of every pull, {@link findBlob} is the statement: engines compare with one digest faster than with a list. */
export async function findBlobs(
  reader: Reader,
  repository: string,
  digests: readonly string[],
): Promise<readonly BlobRow[]> {
  const found = await reader.all<BlobRecord>(sql`
    SELECT l.digest, b.size, b.location, l.touched_at, s.payload FROM repositories r
    JOIN repository_blobs l ON l.repository_id = r.id AND l.digest ${anyOf(digests)}
    JOIN blobs b ON b.digest = l.digest LEFT JOIN small_blobs s ON s.digest = l.digest
    WHERE r.name = ${repository} AND b.damaged_at IS NULL`);
  return found.flatMap((record) => toBlobRow(record) ?? []);
}

function toBlobRow(record: BlobRecord): BlobRow | undefined {
  const { digest, size, location, payload, touched_at: touchedAt } = record;
  if (location !== null) return { digest, size, touchedAt, location, payload: null };
  return payload === null ? undefined : { digest, size, touchedAt, location, payload };
}

/** Whether the repository still holds `known`, its bytes are where they were, and nobody touched the link: cheaper than asking for the payload. */
export async function isSameBlob(reader: Reader, repository: string, known: BlobRow): Promise<boolean> {
  const [found] = await reader.all<Pick<BlobRecord, 'location' | 'touched_at'>>(sql`
    SELECT b.location, l.touched_at FROM repositories r
    JOIN repository_blobs l ON l.repository_id = r.id AND l.digest = ${known.digest}
    JOIN blobs b ON b.digest = l.digest WHERE r.name = ${repository} AND b.damaged_at IS NULL`);
  return found?.location === known.location && found.touched_at === known.touchedAt;
}
