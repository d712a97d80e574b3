import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { BlobRow } from './queries.js';

interface BlobRecord {
  readonly size: number;
  readonly location: string | null;
  readonly payload: Buffer | null;
}

export async function findBlob(
  reader: Reader,
  repository: string,
  digest: string,
): Promise<BlobRow | undefined> {
  const [found] = await reader.all<BlobRecord>(sql`
    SELECT b.size, b.location, s.payload FROM repositories r
    JOIN repository_blobs l ON l.repository_id = r.id AND l.digest = ${digest}
    JOIN blobs b ON b.digest = l.digest LEFT JOIN small_blobs s ON s.digest = l.digest
    WHERE r.name = ${repository} AND b.damaged_at IS NULL`);
  if (found === undefined) return undefined;
  const { size, location, payload } = found;
  if (location !== null) return { digest, size, location, payload: null };
  return payload === null ? undefined : { digest, size, location, payload };
}

/** Whether the repository still holds `known` and its bytes are where they were: cheaper than asking for the payload. */
export async function isSameBlob(reader: Reader, repository: string, known: BlobRow): Promise<boolean> {
  const [found] = await reader.all<Pick<BlobRecord, 'location'>>(sql`
    SELECT b.location FROM repositories r
    JOIN repository_blobs l ON l.repository_id = r.id AND l.digest = ${known.digest}
    JOIN blobs b ON b.digest = l.digest WHERE r.name = ${repository} AND b.damaged_at IS NULL`);
  return found !== undefined && found.location === known.location;
}
