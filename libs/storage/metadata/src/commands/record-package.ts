import type { PackageFacts, PackageRecord, ReportFacts } from '../package-facts.js';
import { rows, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { Referrer } from './manifest-references.js';

/** Writes what a check found and what the catalogue shows, in the manifest's transaction; a second push brings both up to date. */
export async function recordPackage(
  tx: Transaction,
  manifest: Referrer & { readonly repository: string },
  { facts, report }: PackageRecord,
  now: number,
): Promise<void> {
  await recordReport(tx, manifest, report, now);
  if (facts === null) await forgetPackage(tx, manifest);
  else await recordFacts(tx, manifest, facts);
}

async function recordReport(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  { profile, level, findings }: ReportFacts,
  now: number,
): Promise<void> {
  await tx.run(sql`
    DELETE FROM reports WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND profile <> ${profile}`);
  await tx.run(sql`
    INSERT INTO reports (repository_id, manifest_digest, profile, level, findings, checked_at)
    VALUES (${repositoryId}, ${digest}, ${profile}, ${level}, ${findings}, ${now})
    ON CONFLICT (repository_id, manifest_digest, profile)
    DO UPDATE SET level = excluded.level, findings = excluded.findings, checked_at = excluded.checked_at`);
}

async function forgetPackage(tx: Transaction, { repositoryId, digest }: Referrer): Promise<void> {
  await tx.run(
    sql`DELETE FROM packages WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest}`,
  );
}

async function recordFacts(
  tx: Transaction,
  { repositoryId, digest, repository }: Referrer & { readonly repository: string },
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
  await tx.run(
    sql`DELETE FROM package_words WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest}`,
  );
  const wanted = Object.entries(words).flatMap(([kind, list]) =>
    [...new Set(list.map((word) => word.toLowerCase()))].map((word) => [repositoryId, digest, kind, word]),
  );
  if (wanted.length === 0) return;
  await tx.run(
    sql`INSERT INTO package_words (repository_id, manifest_digest, kind, word) VALUES ${rows(wanted)}`,
  );
}
