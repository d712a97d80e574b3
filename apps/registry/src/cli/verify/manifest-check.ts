import { parseManifest } from '@margo-registry/oci';
import {
  manifestFacts,
  repositoryFacts,
  type CarriedReference,
  type ManifestFact,
} from '@margo-registry/storage-metadata';
import { isIntact } from '../blob-bytes.js';
import type { Found } from './finding.js';
import type { Verification } from './verification.js';

/** More repositories than this do not link one blob. */
const EVERY_REPOSITORY = 1_000_000;

/** Hashes every manifest again and compares its references with what is on record. */
export async function* checkManifests(verification: Verification): AsyncGenerator<Found> {
  const { queries } = verification.stores.metadata;
  for await (const { name } of repositoryFacts(queries)) {
    for await (const manifest of manifestFacts(queries, name)) {
      verification.counts.manifests += 1;
      await verification.pace.spend(manifest.payload.byteLength);
      yield* checkManifest(manifest, verification);
    }
  }
}

async function* checkManifest(manifest: ManifestFact, verification: Verification): AsyncGenerator<Found> {
  const { digest, payload, repository } = manifest;
  const found = { digest, repositories: [repository] };
  if (!isIntact(digest, payload)) {
    yield { kind: 'manifest-wrong', ...found };
    return;
  }
  if (!hasItsReferences(manifest)) yield { kind: 'references-differ', ...found };
  for (const reference of manifest.references)
    if (!reference.present) yield await describeAbsent(manifest, reference, verification);
}

function hasItsReferences({ payload, mediaType, references }: ManifestFact): boolean {
  try {
    const listed = parseManifest(payload, mediaType).references;
    const text = listed.map(({ descriptor, kind }) => `${kind} ${descriptor.digest}`).join();
    return text === references.map(({ kind, digest }) => `${kind} ${digest}`).join();
  } catch {
    return false;
  }
}

async function describeAbsent(
  { digest: manifest, repository }: ManifestFact,
  reference: CarriedReference,
  { stores }: Verification,
): Promise<Found> {
  const { kind, digest } = reference;
  const { queries } = stores.metadata;
  const isHere =
    kind === 'manifest'
      ? (await queries.findManifest(repository, { digest })) !== undefined
      : (await queries.listLinkingRepositories(digest, EVERY_REPOSITORY)).includes(repository);
  const found = isHere ? 'reference-unlinked' : 'reference-waiting';
  return { kind: found, digest, manifest, repositories: [repository] };
}
