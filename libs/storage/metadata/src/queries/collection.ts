import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import {
  EMPTY_JSON,
  type BlobCandidate,
  type CandidatePage,
  type Candidates,
  type Cursor,
  type LinkCandidate,
  type ManifestCandidate,
  type RepositoryCandidate,
} from './collection-queries.js';

const START: Cursor = { id: 0, text: '' };

interface Row {
  readonly id: number;
  readonly digest: string;
  readonly repository: string;
  readonly size: number;
  readonly touched_at: number;
  /** 0: it stays. */
  readonly counts: number;
}

export async function listLinkCandidates(
  reader: Reader,
  { after = START, before, limit }: CandidatePage,
): Promise<Candidates<LinkCandidate>> {
  const found = await reader.all<Row>(sql`
    SELECT l.repository_id AS id, l.digest, l.touched_at, r.name AS repository, b.size, CASE
      WHEN l.touched_at >= ${before} THEN 0
      WHEN EXISTS (SELECT 1 FROM manifest_refs m WHERE m.repository_id = l.repository_id AND m.blob = l.digest) THEN 0
      WHEN EXISTS (SELECT 1 FROM manifest_refs m WHERE m.repository_id = l.repository_id AND m.digest = l.digest
        AND m.blob IS NULL AND m.child IS NULL AND m.kind <> 'manifest') THEN 0
      ELSE (SELECT COUNT(*) FROM repository_blobs o WHERE o.digest = l.digest) END AS counts
    FROM repository_blobs l JOIN repositories r ON r.id = l.repository_id JOIN blobs b ON b.digest = l.digest
    WHERE (l.repository_id, l.digest) > (${after.id}, ${after.text}) ORDER BY l.repository_id, l.digest LIMIT ${limit}`);
  return toCandidates(found, limit, ({ counts, ...row }) => ({ ...describe(row), links: counts }));
}

export async function listManifestCandidates(
  reader: Reader,
  { after = START, before, limit }: CandidatePage,
): Promise<Candidates<ManifestCandidate>> {
  const found = await reader.all<Row>(sql`
    SELECT m.repository_id AS id, m.digest, m.touched_at, r.name AS repository, m.size, CASE
      WHEN m.touched_at >= ${before} THEN 0
      WHEN EXISTS (SELECT 1 FROM tags t WHERE t.repository_id = m.repository_id AND t.manifest_digest = m.digest) THEN 0
      WHEN EXISTS (SELECT 1 FROM manifest_refs p WHERE p.repository_id = m.repository_id AND p.child = m.digest) THEN 0
      WHEN EXISTS (SELECT 1 FROM manifest_refs p WHERE p.repository_id = m.repository_id AND p.digest = m.digest
        AND p.blob IS NULL AND p.child IS NULL AND p.kind = 'manifest') THEN 0
      WHEN EXISTS (SELECT 1 FROM manifests s WHERE s.repository_id = m.repository_id AND s.digest = m.subject_digest) THEN 0
      ELSE 1 END AS counts
    FROM manifests m JOIN repositories r ON r.id = m.repository_id
    WHERE (m.repository_id, m.digest) > (${after.id}, ${after.text}) ORDER BY m.repository_id, m.digest LIMIT ${limit}`);
  return toCandidates(found, limit, describe);
}

export async function listBlobCandidates(
  reader: Reader,
  { after = START, before, limit }: CandidatePage,
): Promise<Candidates<BlobCandidate>> {
  const found = await reader.all<Row>(sql`
    SELECT 0 AS id, b.digest, b.size, CASE
      WHEN b.created_at >= ${before} THEN 0
      WHEN EXISTS (SELECT 1 FROM repository_blobs l WHERE l.digest = b.digest) THEN 0
      ELSE 1 END AS counts
    FROM blobs b WHERE b.digest > ${after.text} ORDER BY b.digest LIMIT ${limit}`);
  return toCandidates(found, limit, ({ digest, size }) => ({ digest, size }));
}

export async function listRepositoryCandidates(
  reader: Reader,
  { after = START, limit }: CandidatePage,
): Promise<Candidates<RepositoryCandidate>> {
  const found = await reader.all<Row & { empty_since: number | null }>(sql`
    SELECT r.id, r.name AS digest, s.first_seen_at AS empty_since, CASE
      WHEN (SELECT m.digest FROM manifests m WHERE m.repository_id = r.id AND m.digest > ''
        ORDER BY m.repository_id, m.digest LIMIT 1) IS NOT NULL THEN 0
      WHEN (SELECT l.digest FROM repository_blobs l WHERE l.repository_id = r.id AND l.digest < ${EMPTY_JSON}
        ORDER BY l.repository_id, l.digest LIMIT 1) IS NOT NULL THEN 0
      WHEN (SELECT l.digest FROM repository_blobs l WHERE l.repository_id = r.id AND l.digest > ${EMPTY_JSON}
        ORDER BY l.repository_id, l.digest LIMIT 1) IS NOT NULL THEN 0
      ELSE 1 END AS counts
    FROM repositories r LEFT JOIN sightings s ON s.kind = 'empty' AND s.name = r.name
    WHERE r.id > ${after.id} ORDER BY r.id LIMIT ${limit}`);
  return toCandidates(found, limit, (row) => ({
    repository: row.digest,
    emptySince: (row as (typeof found)[number]).empty_since,
  }));
}

function describe({ repository, digest, size, touched_at }: Omit<Row, 'counts'>): ManifestCandidate {
  return { repository, digest, size, touchedAt: touched_at };
}

/** A page that is not full is the last one. */
function toCandidates<T>(found: readonly Row[], limit: number, convert: (row: Row) => T): Candidates<T> {
  const items = found.filter(({ counts, digest }) => counts > 0 && digest !== EMPTY_JSON).map(convert);
  const last = found.length < limit ? undefined : found.at(-1);
  return last === undefined ? { items } : { items, next: { id: last.id, text: last.digest } };
}

export async function countDoomedLocations(reader: Reader): Promise<number> {
  const [row] = await reader.all<{ waiting: number }>(
    sql`SELECT COUNT(*) AS waiting FROM doomed_locations WHERE doomed_at >= 0`,
  );
  return row!.waiting;
}
