import type { BlobCounts, StoredBlobFact } from '../facts.js';
import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { toPage } from './pages.js';
import type { Page, PageRequest } from './queries.js';

interface BlobRecord {
  readonly digest: string;
  readonly size: number;
  readonly location: string | null;
  readonly damaged_at: number | null;
  readonly created_at: number;
  readonly payload: Buffer | null;
}

export async function listBlobFacts(
  reader: Reader,
  { after = '', limit }: PageRequest,
): Promise<Page<StoredBlobFact>> {
  const found = await reader.all<BlobRecord>(sql`
    SELECT b.digest, b.size, b.location, b.damaged_at, b.created_at, s.payload FROM blobs b
    LEFT JOIN small_blobs s ON s.digest = b.digest
    WHERE b.digest > ${after} ORDER BY b.digest LIMIT ${limit + 1}`);
  return toPage(found, limit, toBlobFact);
}

export async function findBlobFacts(
  reader: Reader,
  digests: readonly string[],
): Promise<readonly StoredBlobFact[]> {
  const found = await reader.all<BlobRecord>(sql`
    SELECT b.digest, b.size, b.location, b.damaged_at, b.created_at, s.payload FROM blobs b
    LEFT JOIN small_blobs s ON s.digest = b.digest WHERE b.digest ${anyOf(digests)}`);
  return found.map(toBlobFact);
}

/** A location says where the bytes are, whatever a small payload beside it says. */
function toBlobFact({ digest, size, location, payload, ...times }: BlobRecord): StoredBlobFact {
  const small = payload === null ? null : { payload };
  const content = location === null ? small : { location };
  return { fact: 'blob', digest, size, content, damagedAt: times.damaged_at, createdAt: times.created_at };
}

export async function listLinkingRepositories(
  reader: Reader,
  digest: string,
  limit: number,
): Promise<readonly string[]> {
  const found = await reader.all<{ name: string }>(sql`
    SELECT r.name FROM repository_blobs l JOIN repositories r ON r.id = l.repository_id
    WHERE l.digest = ${digest} LIMIT ${limit}`);
  return found.map(({ name }) => name).sort();
}

export async function countBlobs(reader: Reader): Promise<BlobCounts> {
  const [counts] = await reader.all<BlobCounts>(
    sql`SELECT COUNT(*) AS blobs, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM blobs`,
  );
  return counts!;
}
