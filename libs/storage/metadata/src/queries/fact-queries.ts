import type {
  BlobCounts,
  DanglingCounts,
  LinkFact,
  ManifestFact,
  RepositoryFact,
  StoredBlobFact,
  TagFact,
} from '../facts.js';
import type { Page, PageRequest } from './page.js';

/** Places that an unfinished upload holds in the blob store. */
export interface UploadLocations {
  readonly id: string;
  readonly locations: readonly string[];
}

/** Reads for those who carry or check a whole store, never on a request path. Lists are in byte order and paged by key. */
export interface FactQueries {
  /** Reads every row once. */
  countBlobs(): Promise<BlobCounts>;
  /** All zero where there is no such repository. */
  countDangling(repository: string): Promise<DanglingCounts>;
  listRepositoryFacts(page: PageRequest): Promise<Page<RepositoryFact>>;
  /** Damaged ones too, with the bytes of small ones. */
  listBlobFacts(page: PageRequest): Promise<Page<StoredBlobFact>>;
  /** Those of the digests that are known, in no order. */
  findBlobFacts(digests: readonly string[]): Promise<readonly StoredBlobFact[]>;
  listLinkFacts(repository: string, page: PageRequest): Promise<Page<LinkFact>>;
  /** With their references, in order. */
  listManifestFacts(repository: string, page: PageRequest): Promise<Page<ManifestFact>>;
  listTagFacts(repository: string, page: PageRequest): Promise<Page<TagFact>>;
  /** Some `limit` repositories that link a blob, or all of them, in order. */
  listLinkingRepositories(digest: string, limit: number): Promise<readonly string[]>;
  /** By id of the upload. */
  listUploadLocations(page: PageRequest): Promise<Page<UploadLocations>>;
  /** All of them, by location; {@link Queries.listDoomedLocations} tells which are due. */
  listAllDoomedLocations(page: PageRequest): Promise<Page<string>>;
}
