import { rows, slices, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { RecordManifest, RecordManifestOutcome } from './commands.js';
import { checkConditions } from './manifest-conditions.js';
import {
  checkReferences,
  fillOwnReferences,
  fillWaitingParents,
  findReferences,
  insertReferences,
  type Referrer,
} from './manifest-references.js';
import { ensureRepository, findRepositoryId } from './repositories.js';

const TAGS_PER_STATEMENT = 64;

/** First everything that refuses, then the writes: a refused manifest leaves nothing behind, not even its repository. */
export async function recordManifest(
  tx: Transaction,
  input: RecordManifest,
  now: number,
): Promise<RecordManifestOutcome> {
  const found = await findRepositoryId(tx, input.repository);
  const unmet = await checkConditions(tx, found, input);
  if (unmet !== undefined) return unmet;
  const known = await findReferences(tx, found, input.references);
  const refusal = input.absentReferences === 'refuse' ? checkReferences(known, input.references) : undefined;
  if (refusal !== undefined) return refusal;
  const repositoryId = found ?? (await ensureRepository(tx, input.repository, now));
  const manifest = { repositoryId, digest: input.digest };
  const kept = await touchManifest(tx, manifest, now);
  if (kept) await fillOwnReferences(tx, manifest);
  else {
    await insertManifest(tx, repositoryId, input, now);
    await insertReferences(tx, manifest, input.references, known);
    await fillWaitingParents(tx, manifest);
  }
  await pointTags(tx, manifest, input.tags, now);
  return { outcome: 'recorded', created: !kept };
}

/** A manifest that is pushed again stays as it was. */
async function touchManifest(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  now: number,
): Promise<boolean> {
  const touched = await tx.run(sql`
    UPDATE manifests SET touched_at = ${now} WHERE repository_id = ${repositoryId} AND digest = ${digest}`);
  return touched > 0;
}

async function insertManifest(
  tx: Transaction,
  repositoryId: number,
  input: RecordManifest,
  now: number,
): Promise<void> {
  const annotations = input.annotations === null ? null : JSON.stringify(input.annotations);
  await tx.run(sql`
    INSERT INTO manifests (repository_id, digest, media_type, artifact_type, subject_digest, size, annotations, pushed_at,
      pushed_by, touched_at, payload)
    VALUES (${repositoryId}, ${input.digest}, ${input.mediaType}, ${input.artifactType}, ${input.subject},
      ${input.payload.byteLength}, ${annotations}, ${now}, ${input.pushedBy}, ${now}, ${input.payload})
    ON CONFLICT (repository_id, digest) DO UPDATE SET touched_at = excluded.touched_at`);
}

async function pointTags(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  tags: readonly string[],
  now: number,
): Promise<void> {
  for (const slice of slices([...new Set(tags)], TAGS_PER_STATEMENT)) {
    const pointed = rows(slice.map((tag) => [repositoryId, tag, digest, now]));
    await tx.run(sql`
      INSERT INTO tags (repository_id, name, manifest_digest, updated_at) VALUES ${pointed}
      ON CONFLICT (repository_id, name)
      DO UPDATE SET manifest_digest = excluded.manifest_digest, updated_at = excluded.updated_at`);
  }
}
