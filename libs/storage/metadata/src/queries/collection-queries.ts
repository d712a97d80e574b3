/** Digest of `{}`, the config that most artifacts share. Its bytes are never collected: somebody is always about to need them. */
export const EMPTY_JSON = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

/** Where a walk stands: a row's key. Opaque to callers. */
export interface Cursor {
  readonly id: number;
  readonly text: string;
}

/** What the next rows of a walk hold. A page may be without candidates; the walk ends where `next` is absent. */
export interface Candidates<T> {
  readonly items: readonly T[];
  readonly next?: Cursor;
}

/** The next `limit` rows behind `after` are looked at; what was touched at `before` or later is no candidate. */
export interface CandidatePage {
  readonly after?: Cursor;
  readonly before: number;
  readonly limit: number;
}

export interface LinkCandidate {
  readonly repository: string;
  readonly digest: string;
  readonly size: number;
  readonly touchedAt: number;
  /** How many repositories link the blob, this one counted. */
  readonly links: number;
}

export interface ManifestCandidate {
  readonly repository: string;
  readonly digest: string;
  readonly size: number;
  readonly touchedAt: number;
}

export interface BlobCandidate {
  readonly digest: string;
  readonly size: number;
}

export interface RepositoryCandidate {
  readonly repository: string;
  /** When it was first seen empty; null: not yet. */
  readonly emptySince: number | null;
}

/** Walks that look for what could be collected, a page of rows at a time. A command judges each candidate again. */
export interface CollectionQueries {
  /** Links that no manifest refers to. */
  listLinkCandidates(page: CandidatePage): Promise<Candidates<LinkCandidate>>;
  /** Manifests without tags that no index holds and whose subject, if they have one, is not here. */
  listManifestCandidates(page: CandidatePage): Promise<Candidates<ManifestCandidate>>;
  /** Blobs that no repository links. */
  listBlobCandidates(page: CandidatePage): Promise<Candidates<BlobCandidate>>;
  /** Repositories without manifests and without links but that of `{}`, however long they have been so. */
  listRepositoryCandidates(page: CandidatePage): Promise<Candidates<RepositoryCandidate>>;
  /** Those of the locations that are no blob's and not doomed, in no order. */
  listUnknownLocations(locations: readonly string[]): Promise<readonly string[]>;
  /** How many locations wait for their bytes to be deleted. */
  countDoomedLocations(): Promise<number>;
}
