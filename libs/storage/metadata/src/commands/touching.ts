import { anyOf, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { Touching } from './collection-commands.js';
import type { Referrer } from './manifest-references.js';

export interface Touch {
  readonly now: number;
  /** What was touched after this stays as it is. */
  readonly stale: number;
}

export function touchAt(now: number, { freshFor = 0 }: Touching): Touch {
  return { now, stale: now - freshFor };
}

/** What a manifest holds begins its grace time when the manifest goes: the links that it used, its children, its referrers. */
export async function touchDependents(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  { now, stale }: Touch,
): Promise<void> {
  await tx.run(sql`
    UPDATE repository_blobs SET touched_at = ${now}
    WHERE repository_id = ${repositoryId} AND touched_at <= ${stale} AND digest IN (
      SELECT blob FROM manifest_refs WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND blob IS NOT NULL)`);
  await tx.run(sql`
    UPDATE manifests SET touched_at = ${now}
    WHERE repository_id = ${repositoryId} AND touched_at <= ${stale} AND digest IN (
      SELECT child FROM manifest_refs WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND child IS NOT NULL)`);
  await tx.run(sql`
    UPDATE manifests SET touched_at = ${now}
    WHERE repository_id = ${repositoryId} AND subject_digest = ${digest} AND touched_at <= ${stale}`);
}

/** A manifest that is about to lose one of these tags (to another manifest, or for good) begins its time without a tag. */
export async function touchLosers(
  tx: Transaction,
  { repositoryId, tags, winner }: { repositoryId: number; tags: readonly string[]; winner: string | null },
  { now, stale }: Touch,
): Promise<void> {
  if (tags.length === 0) return;
  await tx.run(sql`
    UPDATE manifests SET touched_at = ${now}
    WHERE repository_id = ${repositoryId} AND touched_at <= ${stale} AND digest IN (
      SELECT manifest_digest FROM tags
      WHERE repository_id = ${repositoryId} AND name ${anyOf(tags)} AND manifest_digest <> ${winner ?? ''})`);
}
