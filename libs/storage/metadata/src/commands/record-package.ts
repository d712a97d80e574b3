import type { PackageFacts, PackageRecord, ReportFacts } from '../package-facts.js';
import { rows, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { Referrer } from './manifest-references.js';

/** The manifest of a package. */
export interface PackageManifestRow extends Referrer {
  readonly repository: string;
  /** It came in this transaction, so nothing of an earlier check can be there. */
  readonly isNew: boolean;
}

/** Writes what a check found and what the catalogue shows, in the manifest's transaction; a second push brings both up to date. */
export async function recordPackage(
  tx: Transaction,
  manifest: PackageManifestRow,
  { facts, report }: PackageRecord,
  now: number,
): Promise<void> {
  if (!manifest.isNew) await forgetEarlier(tx, manifest, { report, keepsPackage: facts !== null });
  await recordReport(tx, manifest, report, now);
  if (facts !== null) await recordFacts(tx, manifest, facts);
}

/** Reports of other profiles, the words, and the package itself where it is none any more. */
async function forgetEarlier(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  { report, keepsPackage }: { readonly report: ReportFacts; readonly keepsPackage: boolean },
): Promise<void> {
  await tx.run(sql`
    DELETE FROM reports
    WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND profile <> ${report.profile}`);
  await tx.run(
    sql`DELETE FROM package_words WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest}`,
  );
  if (!keepsPackage)
    await tx.run(
      sql`DELETE FROM packages WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest}`,
    );
}

async function recordReport(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  { profile, level, findings }: ReportFacts,
  now: number,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO reports (repository_id, manifest_digest, profile, level, findings, checked_at)
    VALUES (${repositoryId}, ${digest}, ${profile}, ${level}, ${findings}, ${now})
    ON CONFLICT (repository_id, manifest_digest, profile)
    DO UPDATE SET level = excluded.level, findings = excluded.findings, checked_at = excluded.checked_at`);
}

async function recordFacts(
  tx: Transaction,
  { repositoryId, digest, repository }: PackageManifestRow,
  facts: PackageFacts,
): Promise<void> {
  const searched = `${facts.name}\n${facts.tagline ?? ''}`.toLowerCase();
  await tx.run(sql`
    INSERT INTO packages (repository_id, manifest_digest, repository, profile, application_id, name, version, version_tag,
      version_order, is_release, conforms, tagline, search_text, description)
    VALUES (${repositoryId}, ${digest}, ${repository}, ${facts.profile}, ${facts.applicationId}, ${facts.name},
      ${facts.version}, ${facts.versionTag}, ${facts.versionOrder}, ${facts.isPrerelease ? 0 : 1}, ${facts.conforms ? 1 : 0},
      ${facts.tagline}, ${searched}, ${facts.description})
    ON CONFLICT (repository_id, manifest_digest) DO UPDATE SET profile = excluded.profile,
      application_id = excluded.application_id, name = excluded.name, version = excluded.version,
      version_tag = excluded.version_tag, version_order = excluded.version_order, is_release = excluded.is_release,
      conforms = excluded.conforms, tagline = excluded.tagline, search_text = excluded.search_text,
      description = excluded.description`);
  await recordWords(tx, { repositoryId, digest }, facts.words);
}

async function recordWords(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  words: PackageFacts['words'],
): Promise<void> {
  const wanted = Object.entries(words).flatMap(([kind, list]) =>
    [...new Set(list.map((word) => word.toLowerCase()))].map((word) => [repositoryId, digest, kind, word]),
  );
  if (wanted.length === 0) return;
  await tx.run(
    sql`INSERT INTO package_words (repository_id, manifest_digest, kind, word) VALUES ${rows(wanted)}`,
  );
}
