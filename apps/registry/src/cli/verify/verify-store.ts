import { repositoryFacts } from '@margo-registry/storage-metadata';
import { checkBlobs } from './blob-check.js';
import { FINDINGS, type Finding, type FindingKind, type Found } from './finding.js';
import { checkOrphans, doomedLocations, uploadLocations } from './location-check.js';
import { checkManifests } from './manifest-check.js';
import type { Verification } from './verification.js';

/**
 * Compares facts and bytes and yields what does not fit, in the order in which it is found. A registry may run beside where its database
 * lets it.
 *
 * A place is first an upload's, then a blob's, then doomed: read in this order, each one that was there at the start is met at least once.
 */
export async function* verifyStore(verification: Verification): AsyncGenerator<Finding> {
  const started = Date.now();
  const known = new Set<string>();
  for await (const found of findAll(verification, known, started)) {
    const finding = { ...found, ...FINDINGS[found.kind] };
    verification.counts.faults += finding.severity === 'fault' ? 1 : 0;
    verification.counts.notes += finding.severity === 'note' ? 1 : 0;
    verification.counts.repaired += finding.repaired === true ? 1 : 0;
    yield finding;
  }
}

async function* findAll(
  verification: Verification,
  known: Set<string>,
  started: number,
): AsyncGenerator<Found> {
  const { queries } = verification.stores.metadata;
  verification.progress.start((await queries.countBlobs()).bytes);
  try {
    for await (const location of uploadLocations(verification)) known.add(location);
    yield* checkBlobs(verification, (location) => known.add(location));
  } finally {
    verification.progress.stop();
  }
  yield* checkManifests(verification);
  yield* checkDangling(verification);
  yield* listDoomed(verification, known);
  yield* checkOrphans(verification, known, started);
}

async function* checkDangling({ stores }: Verification): AsyncGenerator<Found> {
  const { queries } = stores.metadata;
  for await (const { name } of repositoryFacts(queries)) {
    const counts = await queries.countDangling(name);
    const kinds: readonly [kind: FindingKind, count: number][] = [
      ['link-without-blob', counts.linksWithoutBlob],
      ['tag-without-manifest', counts.tagsWithoutManifest],
      ['reference-without-target', counts.referencesWithoutTarget],
    ];
    for (const [kind, count] of kinds) if (count > 0) yield { kind, count, repositories: [name] };
  }
}

async function* listDoomed(verification: Verification, known: Set<string>): AsyncGenerator<Found> {
  let count = 0;
  for await (const location of doomedLocations(verification)) {
    known.add(location);
    count += 1;
  }
  if (count > 0) yield { kind: 'doomed', count };
}
