import type { CarriedPackage, CarriedReference, ManifestFact } from '../facts.js';
import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { findCarriedPackages } from './carried-packages.js';
import { toPage } from './pages.js';
import type { Page, PageRequest } from './queries.js';

interface ManifestRecord {
  readonly digest: string;
  readonly media_type: string;
  readonly artifact_type: string | null;
  readonly subject_digest: string | null;
  readonly annotations: string | null;
  readonly pushed_at: number;
  readonly pushed_by: string | null;
  readonly touched_at: number;
  readonly payload: Buffer;
}

interface ReferenceRecord {
  readonly manifest_digest: string;
  readonly digest: string;
  readonly kind: CarriedReference['kind'];
  readonly blob: string | null;
  readonly child: string | null;
}

export async function listManifestFacts(
  reader: Reader,
  repository: string,
  { after = '', limit }: PageRequest,
): Promise<Page<ManifestFact>> {
  const found = await reader.all<ManifestRecord>(sql`
    SELECT m.digest, m.media_type, m.artifact_type, m.subject_digest, m.annotations, m.pushed_at, m.pushed_by, m.touched_at,
      m.payload FROM manifests m
    WHERE m.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND m.digest > ${after} ORDER BY m.digest LIMIT ${limit + 1}`);
  const last = found.at(-1)?.digest ?? after;
  const references = await findReferencesBetween(reader, repository, after, last);
  const packages = await findCarriedPackages(reader, { repository, after, last });
  return toPage(found, limit, (record) => ({
    ...toManifestFact(repository, record, references.get(record.digest) ?? []),
    ...carry(packages.get(record.digest)),
  }));
}

const carry = (found: CarriedPackage | undefined): Pick<ManifestFact, 'package'> =>
  found === undefined ? {} : { package: found };

/** References of the manifests behind `after` up to `last`, by manifest. */
async function findReferencesBetween(
  reader: Reader,
  repository: string,
  after: string,
  last: string,
): Promise<Map<string, CarriedReference[]>> {
  const found = await reader.all<ReferenceRecord>(sql`
    SELECT f.manifest_digest, f.digest, f.kind, f.blob, f.child FROM manifest_refs f
    WHERE f.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND f.manifest_digest > ${after} AND f.manifest_digest <= ${last} ORDER BY f.manifest_digest, f.position`);
  const byManifest = new Map<string, CarriedReference[]>();
  for (const { manifest_digest, digest, kind, blob, child } of found) {
    const list = byManifest.get(manifest_digest) ?? [];
    list.push({ digest, kind, present: blob !== null || child !== null });
    byManifest.set(manifest_digest, list);
  }
  return byManifest;
}

function toManifestFact(
  repository: string,
  record: ManifestRecord,
  references: readonly CarriedReference[],
): ManifestFact {
  const { annotations } = record;
  return {
    fact: 'manifest',
    repository,
    digest: record.digest,
    mediaType: record.media_type,
    artifactType: record.artifact_type,
    subject: record.subject_digest,
    annotations: annotations === null ? null : (JSON.parse(annotations) as Record<string, string>),
    payload: record.payload,
    pushedAt: record.pushed_at,
    pushedBy: record.pushed_by,
    touchedAt: record.touched_at,
    references,
  };
}
