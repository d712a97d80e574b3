import { LostRace } from '../sql/lock.js';
import { rows, slices, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { Referrer } from './manifest-references.js';

const TAGS_PER_STATEMENT = 64;

export interface PointedTags {
  readonly tags: readonly string[];
  /** Where some of them must point so far; null: nowhere. */
  readonly expected: ReadonlyMap<string, string | null>;
  readonly now: number;
}

/** Points the tags to a manifest that is there; those without a condition in one order, so that two pushes do not wait for each other. */
export async function pointTags(
  tx: Transaction,
  manifest: Referrer,
  { tags, expected, now }: PointedTags,
): Promise<void> {
  const sorted = [...new Set(tags)].sort();
  for (const tag of sorted) {
    const known = expected.get(tag);
    if (known !== undefined) await moveTag(tx, manifest, { tag, expected: known, now });
  }
  const free = sorted.filter((tag) => !expected.has(tag));
  for (const slice of slices(free, TAGS_PER_STATEMENT)) {
    const pointed = rows(slice.map((tag) => [manifest.repositoryId, tag, manifest.digest, now]));
    await tx.run(sql`
      INSERT INTO tags (repository_id, name, manifest_digest, updated_at) VALUES ${pointed}
      ON CONFLICT (repository_id, name)
      DO UPDATE SET manifest_digest = excluded.manifest_digest, updated_at = excluded.updated_at`);
  }
}

interface MovedTag {
  readonly tag: string;
  readonly expected: string | null;
  readonly now: number;
}

/** The write itself compares: what a condition was judged by must not have changed since. */
async function moveTag(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  { tag, expected, now }: MovedTag,
): Promise<void> {
  const statement =
    expected === null
      ? sql`INSERT INTO tags (repository_id, name, manifest_digest, updated_at)
          VALUES (${repositoryId}, ${tag}, ${digest}, ${now}) ON CONFLICT (repository_id, name) DO NOTHING`
      : sql`UPDATE tags SET manifest_digest = ${digest}, updated_at = ${now}
          WHERE repository_id = ${repositoryId} AND name = ${tag} AND manifest_digest = ${expected}`;
  if ((await tx.run(statement)) === 0) throw new LostRace(`the tag ${tag} moved`);
}
