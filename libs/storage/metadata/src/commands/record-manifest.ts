import { LostRace } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { RecordManifest, RecordManifestOutcome } from './commands.js';
import type { FixedVersion } from './fixed-version.js';
import { findPointed } from './fixed-versions.js';
import { checkConditions, findExpected, type Expected } from './manifest-conditions.js';
import {
  checkReferences,
  fillOwnReferences,
  fillWaitingParents,
  findReferences,
  insertReferences,
  type Referrer,
} from './manifest-references.js';
import { pointTags } from './manifest-tags.js';
import { recordPackage } from './record-package.js';
import { createRepository, findRepositoryId } from './repositories.js';
import { touchAt, touchLosers } from './touching.js';

/** First everything that refuses, then the writes: a refused manifest leaves nothing behind, not even its repository. */
export async function recordManifest(
  tx: Transaction,
  input: RecordManifest,
  now: number,
): Promise<RecordManifestOutcome> {
  const found = await findRepositoryId(tx, input.repository);
  const expected = await findExpected(tx, found, input);
  const unmet = checkConditions(input, expected);
  if (unmet !== undefined) return unmet;
  const known = await findReferences(tx, found, input.references);
  const refusal = input.absentReferences === 'refuse' ? checkReferences(known, input.references) : undefined;
  if (refusal !== undefined) return refusal;
  const pointed = await findFixed(tx, found, input);
  if (pointed !== undefined && 'outcome' in pointed) return pointed;
  const repositoryId = found ?? (await createRepository(tx, input.repository, now));
  const manifest = { repositoryId, digest: input.digest };
  const created = await insertManifest(tx, repositoryId, input, now);
  if (input.tags.length === 0 && expected !== undefined && created !== (expected === null))
    throw new LostRace(`the manifest ${input.digest} came or went`);
  if (created) {
    await insertReferences(tx, manifest, input.references, known);
    await fillWaitingParents(tx, manifest);
  } else {
    await touchManifest(tx, manifest, now);
    await fillOwnReferences(tx, manifest);
  }
  if (input.package !== undefined)
    await recordPackage(
      tx,
      { ...manifest, repository: input.repository, isNew: created },
      input.package,
      now,
    );
  await touchLosers(tx, { repositoryId, tags: input.tags, winner: input.digest }, touchAt(now, input));
  await pointTags(tx, manifest, { tags: input.tags, expected: expectedTags(input, expected, pointed), now });
  return { outcome: 'recorded', created };
}

/** Where the tags point that may be fixed; a repository that is not there has none. Undefined where versions are free. */
async function findFixed(
  tx: Transaction,
  repositoryId: number | undefined,
  { versionTags, tags, digest }: RecordManifest,
): Promise<Map<string, string> | FixedVersion | undefined> {
  if (versionTags !== 'fixed' || tags.length === 0) return undefined;
  return repositoryId === undefined ? new Map() : findPointed(tx, { repositoryId, digest }, tags);
}

/** Where a tag must point when it is written: what a condition named, and what was judged free to move. */
function expectedTags(
  { tags }: RecordManifest,
  expected: Expected,
  pointed: Map<string, string> | undefined,
): ReadonlyMap<string, string | null> {
  const judged = pointed === undefined ? [] : tags.map((tag) => [tag, pointed.get(tag) ?? null] as const);
  const [first] = tags;
  return new Map([
    ...judged,
    ...(first !== undefined && expected !== undefined ? ([[first, expected]] as const) : []),
  ]);
}

/** A manifest that is pushed again stays as it was. */
async function touchManifest(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  now: number,
): Promise<void> {
  const touched = await tx.run(sql`
    UPDATE manifests SET touched_at = ${now} WHERE repository_id = ${repositoryId} AND digest = ${digest}`);
  if (touched === 0) throw new LostRace(`the manifest ${digest} was there and went`);
}

/** False where the digest is there already; an insert waits for another one of the same digest. */
async function insertManifest(
  tx: Transaction,
  repositoryId: number,
  input: RecordManifest,
  now: number,
): Promise<boolean> {
  const annotations = input.annotations === null ? null : JSON.stringify(input.annotations);
  const inserted = await tx.run(sql`
    INSERT INTO manifests (repository_id, digest, media_type, artifact_type, subject_digest, size, annotations, pushed_at,
      pushed_by, touched_at, payload)
    VALUES (${repositoryId}, ${input.digest}, ${input.mediaType}, ${input.artifactType}, ${input.subject},
      ${input.payload.byteLength}, ${annotations}, ${now}, ${input.pushedBy}, ${now}, ${input.payload})
    ON CONFLICT (repository_id, digest) DO NOTHING`);
  return inserted > 0;
}
