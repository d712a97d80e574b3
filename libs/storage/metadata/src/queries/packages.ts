import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { ReportRow } from '../package-facts.js';
import type { ApplicationRequest, ApplicationRow, PackageRow, PackageVersion } from './package-queries.js';
import { toPage } from './pages.js';
import type { Page } from './queries.js';

interface ApplicationRecord {
  readonly repository: string;
  readonly application_id: string;
  readonly name: string;
  readonly tagline: string | null;
  readonly profile: string;
}

/**
 * The newest version of each application stands for it: the last one by (release before pre-release, SemVer) that has a tag.
 * The index of the table has both orders, so a page reads the versions of its own applications and stops.
 * What is asked of a row stands inside CASE, where a planner leaves it: taken apart, it is guessed to be met by no row, and the table is read.
 */
export async function listApplications(
  reader: Reader,
  { filter, after = { repository: '', applicationId: '' }, limit }: ApplicationRequest,
): Promise<Page<ApplicationRow>> {
  const text = filter.text === undefined ? null : `%${filter.text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const organization = filter.organization?.toLowerCase() ?? null;
  const tag = filter.tag?.toLowerCase() ?? null;
  const type = filter['deployment-type']?.toLowerCase() ?? null;
  const architecture = filter.architecture?.toLowerCase() ?? null;
  const found = await reader.all<ApplicationRecord>(sql`
    SELECT p.repository, p.application_id, p.name, p.tagline, p.profile FROM packages p
    WHERE p.repository >= ${after.repository}
    AND (p.repository > ${after.repository} OR p.application_id > ${after.applicationId})
    AND CASE WHEN p.manifest_digest = (SELECT n.manifest_digest FROM packages n
      WHERE n.repository = p.repository AND n.application_id = p.application_id AND EXISTS (
        SELECT 1 FROM tags t WHERE t.repository_id = n.repository_id AND t.manifest_digest = n.manifest_digest)
      ORDER BY n.is_release DESC, n.version_order DESC, n.manifest_digest DESC LIMIT 1)
    AND (CAST(${text} AS TEXT) IS NULL OR p.search_text LIKE CAST(${text} AS TEXT) ESCAPE '\\')
    AND (CAST(${organization} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'organization' AND w.word = CAST(${organization} AS TEXT)))
    AND (CAST(${tag} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'tag' AND w.word = CAST(${tag} AS TEXT)))
    AND (CAST(${type} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'deployment-type' AND w.word = CAST(${type} AS TEXT)))
    AND (CAST(${architecture} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM package_words w WHERE w.repository_id = p.repository_id
      AND w.manifest_digest = p.manifest_digest AND w.kind = 'architecture' AND w.word = CAST(${architecture} AS TEXT))) THEN 1 ELSE 0 END = 1
    ORDER BY p.repository, p.application_id LIMIT ${limit + 1}`);
  const versions = await findVersions(reader, [...new Set(found.map(({ repository }) => repository))]);
  return toPage(found, limit, (record) => ({
    repository: record.repository,
    applicationId: record.application_id,
    name: record.name,
    tagline: record.tagline,
    profile: record.profile,
    versions: versions.get(keyOf(record)) ?? [],
  }));
}

interface VersionRecord {
  readonly repository: string;
  readonly application_id: string;
  readonly manifest_digest: string;
  readonly version: string;
  readonly version_order: string;
  readonly is_release: number;
  readonly conforms: number;
}

const keyOf = ({ repository, application_id }: { repository: string; application_id: string }): string =>
  `${repository}\n${application_id}`;

/** Tagged versions of all applications of the repositories, newest first, by application. */
export async function findVersions(
  reader: Reader,
  repositories: readonly string[],
): Promise<Map<string, PackageVersion[]>> {
  if (repositories.length === 0) return new Map();
  const found = await reader.all<VersionRecord>(sql`
    SELECT p.repository, p.application_id, p.manifest_digest, p.version, p.version_order, p.is_release, p.conforms
    FROM packages p WHERE p.repository ${anyOf(repositories)}
    AND EXISTS (SELECT 1 FROM tags t WHERE t.repository_id = p.repository_id AND t.manifest_digest = p.manifest_digest)`);
  const byApplication = new Map<string, PackageVersion[]>();
  for (const record of [...found].sort(newestFirst)) {
    const list = byApplication.get(keyOf(record)) ?? [];
    const { version, manifest_digest: digest, conforms } = record;
    list.push({ version, digest, isPrerelease: record.is_release === 0, conforms: conforms === 1 });
    byApplication.set(keyOf(record), list);
  }
  return byApplication;
}

function newestFirst(a: VersionRecord, b: VersionRecord): number {
  if (a.is_release !== b.is_release) return b.is_release - a.is_release;
  if (a.version_order !== b.version_order) return a.version_order < b.version_order ? 1 : -1;
  return a.manifest_digest < b.manifest_digest ? 1 : -1;
}

interface PackageRecord {
  readonly profile: string;
  readonly application_id: string;
  readonly name: string;
  readonly version: string;
  readonly version_tag: string;
  readonly is_release: number;
  readonly conforms: number;
  readonly tagline: string | null;
  readonly description: string;
}

export async function findPackage(
  reader: Reader,
  repository: string,
  digest: string,
): Promise<PackageRow | undefined> {
  const [found] = await reader.all<PackageRecord>(sql`
    SELECT p.profile, p.application_id, p.name, p.version, p.version_tag, p.is_release, p.conforms, p.tagline, p.description
    FROM packages p WHERE p.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND p.manifest_digest = ${digest}`);
  if (found === undefined) return undefined;
  const { profile, name, version, tagline, description } = found;
  return {
    digest,
    profile,
    applicationId: found.application_id,
    name,
    version,
    versionTag: found.version_tag,
    isPrerelease: found.is_release === 0,
    conforms: found.conforms === 1,
    tagline,
    description,
  };
}

interface ReportRecord {
  readonly profile: string;
  readonly level: ReportRow['level'];
  readonly findings: string;
  readonly checked_at: number;
}

export async function findReport(
  reader: Reader,
  repository: string,
  digest: string,
): Promise<ReportRow | undefined> {
  const [found] = await reader.all<ReportRecord>(sql`
    SELECT p.profile, p.level, p.findings, p.checked_at FROM reports p
    WHERE p.repository_id = (SELECT r.id FROM repositories r WHERE r.name = ${repository})
    AND p.manifest_digest = ${digest} ORDER BY p.profile LIMIT 1`);
  return (
    found && {
      profile: found.profile,
      level: found.level,
      findings: found.findings,
      checkedAt: found.checked_at,
    }
  );
}
