import type { ManifestFact } from '../facts.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { recordPackage } from './record-package.js';
import { fillWaitingParents, findReferences, insertReferences } from './manifest-references.js';

/** References that are absent here wait, as they did where they came from; a manifest that is there already stays as it is. */
export async function importManifest(
  tx: Transaction,
  repositoryId: number,
  manifest: ManifestFact,
): Promise<void> {
  if ((await insertManifest(tx, repositoryId, manifest)) === 0) return;
  const references = manifest.references.map(({ digest, kind }) => ({
    digest,
    kind,
    size: 0,
    required: false,
  }));
  const referrer = { repositoryId, digest: manifest.digest };
  const known = await findReferences(tx, repositoryId, references);
  await insertReferences(tx, referrer, references, known);
  await fillWaitingParents(tx, referrer);
  const { package: carried, repository } = manifest;
  if (carried !== undefined)
    await recordPackage(tx, { ...referrer, repository, isNew: true }, carried, carried.report.checkedAt);
}

async function insertManifest(
  tx: Transaction,
  repositoryId: number,
  manifest: ManifestFact,
): Promise<number> {
  const { digest, mediaType, artifactType, subject, payload } = manifest;
  const annotations = manifest.annotations === null ? null : JSON.stringify(manifest.annotations);
  return tx.run(sql`
    INSERT INTO manifests (repository_id, digest, media_type, artifact_type, subject_digest, size, annotations, pushed_at,
      pushed_by, touched_at, payload)
    VALUES (${repositoryId}, ${digest}, ${mediaType}, ${artifactType}, ${subject}, ${payload.byteLength}, ${annotations},
      ${manifest.pushedAt}, ${manifest.pushedBy}, ${manifest.touchedAt}, ${payload})
    ON CONFLICT (repository_id, digest) DO NOTHING`);
}
