import type { BlobStore } from '@margo-registry/storage-core';
import { blobFacts, contentFacts, type Fact, type StoredBlobFact } from '@margo-registry/storage-metadata';
import type { Stores } from '../../storage/stores.js';

/** Where facts and bytes come from: stores, or a backup. */
export interface MoveSource {
  readonly blobs: Pick<BlobStore, 'open'>;
  blobFacts(): AsyncIterable<StoredBlobFact>;
  /** Each repository, and what is in it. */
  contentFacts(): AsyncIterable<Exclude<Fact, StoredBlobFact>>;
  /** Some of the repositories that hold a blob. */
  repositoriesWith(digest: string): Promise<readonly string[]>;
}

const MOST_NAMED = 20;

export function sourceOf({ blobs, metadata: { queries } }: Stores): MoveSource {
  return {
    blobs,
    blobFacts: () => blobFacts(queries),
    contentFacts: () => contentFacts(queries),
    repositoriesWith: (digest) => queries.listLinkingRepositories(digest, MOST_NAMED),
  };
}
