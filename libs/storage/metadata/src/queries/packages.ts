import type { ReportRow } from '../package-facts.js';
import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { PackageRow } from './package-queries.js';

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
