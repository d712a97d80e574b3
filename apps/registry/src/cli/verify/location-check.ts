import { pagesOf } from '@margo-registry/storage-metadata';
import type { Found } from './finding.js';
import type { Verification } from './verification.js';

const PAGE = 500;

/** Places of unfinished uploads. */
export async function* uploadLocations({ stores }: Verification): AsyncGenerator<string> {
  const { queries } = stores.metadata;
  for await (const { locations } of pagesOf(
    PAGE,
    (page) => queries.listUploadLocations(page),
    ({ id }) => id,
  ))
    yield* locations;
}

/** Places whose bytes wait to be deleted. */
export function doomedLocations({ stores }: Verification): AsyncGenerator<string> {
  const { queries } = stores.metadata;
  return pagesOf(
    PAGE,
    (page) => queries.listAllDoomedLocations(page),
    (location) => location,
  );
}

/** Bytes at places that are not `known`, unless they are so young that a push may be about to write down what they are. */
export async function* checkOrphans(
  { stores, orphanAge }: Verification,
  known: ReadonlySet<string>,
  started: number,
): AsyncGenerator<Found> {
  for await (const { location, size, modifiedAt } of stores.blobs.list()) {
    if (known.has(location) || modifiedAt.getTime() > started - orphanAge) continue;
    yield { kind: 'orphan', location, size };
  }
}
