import { lock } from '../sql/lock.js';
import { anyOf, rows, slices, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { RecordManifestOutcome, ReferenceFact } from './commands.js';

const ROWS_PER_STATEMENT = 64;

interface Referenced {
  readonly digest: string;
  readonly size: number;
  readonly damaged_at: number | null;
}

/** What a repository holds of the digests that a manifest refers to. */
export interface KnownReferences {
  readonly blobs: ReadonlyMap<string, Referenced>;
  readonly manifests: ReadonlyMap<string, Referenced>;
}

/** What is found stays until the transaction ends. */
export async function findReferences(
  tx: Transaction,
  repositoryId: number | undefined,
  references: readonly ReferenceFact[],
): Promise<KnownReferences> {
  if (repositoryId === undefined) return { blobs: new Map(), manifests: new Map() };
  const children = references.filter(({ kind }) => kind === 'manifest').map(({ digest }) => digest);
  const content = references.filter(({ kind }) => kind !== 'manifest').map(({ digest }) => digest);
  const blobs = sql`
    SELECT l.digest, b.size, b.damaged_at FROM repository_blobs l JOIN blobs b ON b.digest = l.digest
    WHERE l.repository_id = ${repositoryId} AND l.digest ${anyOf(content)} ${lock('key share', 'l')}`;
  const manifests = sql`
    SELECT digest, size, NULL AS damaged_at FROM manifests
    WHERE repository_id = ${repositoryId} AND digest ${anyOf(children)} ${lock('key share')}`;
  return {
    blobs: byDigest(content.length === 0 ? [] : await tx.all<Referenced>(blobs)),
    manifests: byDigest(children.length === 0 ? [] : await tx.all<Referenced>(manifests)),
  };
}

function byDigest(found: readonly Referenced[]): Map<string, Referenced> {
  return new Map(found.map((row) => [row.digest, row]));
}

function findKnown(known: KnownReferences, { kind, digest }: ReferenceFact): Referenced | undefined {
  return (kind === 'manifest' ? known.manifests : known.blobs).get(digest);
}

/** The refusal where a required reference is absent (damaged bytes count as absent) or has another size than its descriptor says. */
export function checkReferences(
  known: KnownReferences,
  references: readonly ReferenceFact[],
): RecordManifestOutcome | undefined {
  const required = references.filter((reference) => reference.required);
  const missing = new Map<string, Pick<ReferenceFact, 'digest' | 'kind'>>();
  for (const { digest, kind, ...rest } of required) {
    const found = findKnown(known, { digest, kind, ...rest });
    if (found === undefined || found.damaged_at !== null) missing.set(digest, { digest, kind });
  }
  if (missing.size > 0) return { outcome: 'references-missing', missing: [...missing.values()] };
  const wrong = required.find((reference) => findKnown(known, reference)?.size !== reference.size);
  if (wrong === undefined) return undefined;
  const stored = findKnown(known, wrong)?.size ?? 0;
  return { outcome: 'size-mismatch', digest: wrong.digest, stated: wrong.size, stored };
}

/** The manifest whose references are written. */
export interface Referrer {
  readonly repositoryId: number;
  readonly digest: string;
}

/** Writes a new manifest's references; what is absent waits with a null. */
export async function insertReferences(
  tx: Transaction,
  { repositoryId, digest }: Referrer,
  references: readonly ReferenceFact[],
  known: KnownReferences,
): Promise<void> {
  const list = references.map((reference, position) => {
    const key = findKnown(known, reference) === undefined ? null : reference.digest;
    const isChild = reference.kind === 'manifest';
    const keys = isChild ? [null, key] : [key, null];
    return [repositoryId, digest, position, reference.digest, reference.kind, ...keys];
  });
  for (const slice of slices(list, ROWS_PER_STATEMENT)) {
    await tx.run(sql`
      INSERT INTO manifest_refs (repository_id, manifest_digest, position, digest, kind, blob, child)
      VALUES ${rows(slice)} ON CONFLICT (repository_id, manifest_digest, position) DO NOTHING`);
  }
}

/** Fills what a manifest that is pushed again still waits for and what has come by other ways than a push. */
export async function fillOwnReferences(tx: Transaction, { repositoryId, digest }: Referrer): Promise<void> {
  await tx.run(sql`
    UPDATE manifest_refs SET blob = digest
    WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND blob IS NULL AND kind <> 'manifest'
    AND digest IN (SELECT l.digest FROM repository_blobs l WHERE l.repository_id = ${repositoryId} AND l.digest = manifest_refs.digest)`);
  await tx.run(sql`
    UPDATE manifest_refs SET child = digest
    WHERE repository_id = ${repositoryId} AND manifest_digest = ${digest} AND child IS NULL AND kind = 'manifest'
    AND digest IN (SELECT m.digest FROM manifests m WHERE m.repository_id = ${repositoryId} AND m.digest = manifest_refs.digest)`);
}

/** Gives a manifest to the indexes that were accepted while it was absent. */
export async function fillWaitingParents(tx: Transaction, { repositoryId, digest }: Referrer): Promise<void> {
  await tx.run(sql`
    UPDATE manifest_refs SET child = ${digest}
    WHERE repository_id = ${repositoryId} AND digest = ${digest} AND blob IS NULL AND child IS NULL AND kind = 'manifest'`);
}
