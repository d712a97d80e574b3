import type { CarriedPackage } from '../facts.js';
import type { PackageFacts, PackageWordKind, ReportRow } from '../package-facts.js';
import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';

/** Manifests of a repository behind `after` up to `last`. */
export interface ManifestSpan {
  readonly repository: string;
  readonly after: string;
  readonly last: string;
}

interface CarriedRecord {
  readonly manifest_digest: string;
  readonly report_profile: string;
  readonly level: ReportRow['level'];
  readonly findings: string;
  readonly checked_at: number;
  readonly profile: string | null;
  readonly application_id: string;
  readonly name: string;
  readonly version: string;
  readonly version_tag: string;
  readonly version_order: string;
  readonly is_release: number;
  readonly conforms: number;
  readonly tagline: string | null;
  readonly description: string;
}

/** What the manifests of a span carry as application packages, by digest. */
export async function findCarriedPackages(
  reader: Reader,
  span: ManifestSpan,
): Promise<Map<string, CarriedPackage>> {
  const found = await reader.all<CarriedRecord>(sql`
    SELECT c.manifest_digest, c.profile AS report_profile, c.level, c.findings, c.checked_at, p.profile, p.application_id,
      p.name, p.version, p.version_tag, p.version_order, p.is_release, p.conforms, p.tagline, p.description
    FROM reports c LEFT JOIN packages p ON p.repository_id = c.repository_id AND p.manifest_digest = c.manifest_digest
    WHERE c.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${span.repository})
    AND c.manifest_digest > ${span.after} AND c.manifest_digest <= ${span.last}`);
  if (found.length === 0) return new Map();
  const words = await findWords(reader, span);
  return new Map(found.map((record) => [record.manifest_digest, toCarried(record, words)]));
}

type Words = Record<PackageWordKind, string[]>;

async function findWords(reader: Reader, span: ManifestSpan): Promise<Map<string, Words>> {
  const found = await reader.all<{ manifest_digest: string; kind: PackageWordKind; word: string }>(sql`
    SELECT w.manifest_digest, w.kind, w.word FROM package_words w
    WHERE w.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${span.repository})
    AND w.manifest_digest > ${span.after} AND w.manifest_digest <= ${span.last}
    ORDER BY w.manifest_digest, w.kind, w.word`);
  const byManifest = new Map<string, Words>();
  for (const { manifest_digest, kind, word } of found) {
    const words = byManifest.get(manifest_digest) ?? noWords();
    words[kind].push(word);
    byManifest.set(manifest_digest, words);
  }
  return byManifest;
}

const noWords = (): Words => ({ organization: [], tag: [], 'deployment-type': [], architecture: [] });

function toCarried(record: CarriedRecord, words: ReadonlyMap<string, Words>): CarriedPackage {
  const { report_profile: profile, level, findings, checked_at: checkedAt } = record;
  return {
    facts:
      record.profile === null
        ? null
        : toFacts({ ...record, profile: record.profile }, words.get(record.manifest_digest) ?? noWords()),
    report: { profile, level, findings, checkedAt },
  };
}

function toFacts(
  { profile, name, version, tagline, description, ...record }: CarriedRecord & { readonly profile: string },
  words: Words,
): PackageFacts {
  return {
    profile,
    applicationId: record.application_id,
    name,
    version,
    versionTag: record.version_tag,
    versionOrder: record.version_order,
    isPrerelease: record.is_release === 0,
    conforms: record.conforms === 1,
    tagline,
    words,
    description,
  };
}
