import { LostRace } from '../sql/lock.js';
import { anyOf, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { FixedVersion } from './fixed-version.js';
import type { Referrer } from './manifest-references.js';

interface TagRecord {
  readonly name: string;
  readonly manifest_digest: string;
  readonly fixed: number;
}

/** Where the tags point now, or the refusal where one of them would leave the package whose version it is. */
export async function findPointed(
  tx: Transaction,
  { repositoryId, digest }: { readonly repositoryId: number; readonly digest: string | null },
  tags: readonly string[],
): Promise<Map<string, string> | FixedVersion> {
  const found = await tx.all<TagRecord>(sql`
    SELECT t.name, t.manifest_digest, COALESCE(p.conforms, 0) AS fixed FROM tags t
    LEFT JOIN packages p ON p.repository_id = t.repository_id AND p.manifest_digest = t.manifest_digest
      AND p.version_tag = t.name
    WHERE t.repository_id = ${repositoryId} AND t.name ${anyOf(tags)}`);
  const held = found.find(({ fixed, manifest_digest }) => fixed === 1 && manifest_digest !== digest);
  if (held !== undefined) return { outcome: 'version-fixed', tag: held.name, digest: held.manifest_digest };
  return new Map(found.map(({ name, manifest_digest }) => [name, manifest_digest]));
}

/** The version tag that keeps a manifest where it is, if there is one. The manifest is locked: a tag that arrives waits. */
export async function findFixedVersion(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
): Promise<FixedVersion | undefined> {
  const [found] = await tx.all<{ name: string }>(sql`
    SELECT t.name FROM packages p
    JOIN tags t ON t.repository_id = p.repository_id AND t.name = p.version_tag AND t.manifest_digest = p.manifest_digest
    WHERE p.repository_id = ${repositoryId} AND p.manifest_digest = ${digest} AND p.conforms = 1`);
  return found && { outcome: 'version-fixed', tag: found.name, digest };
}

/** Deletes the tag only where it still points to what was judged. */
export async function deleteJudgedTag(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  tag: string,
): Promise<void> {
  const deleted = await tx.run(sql`
    DELETE FROM tags WHERE repository_id = ${repositoryId} AND name = ${tag} AND manifest_digest = ${digest}`);
  if (deleted === 0) throw new LostRace(`the tag ${tag} moved`);
}
