import type { FactQueries } from './fact-queries.js';
import type { NameRange } from './name-range.js';
import type { CollectionQueries } from './collection-queries.js';
import type { PackageQueries } from './package-queries.js';
import type { Page, PageRequest } from './page.js';
import type { UploadRow } from './upload-row.js';

export type * from './collection-queries.js';
export type * from './package-queries.js';
export type * from './page.js';
export type { UploadRow, UploadStatus } from './upload-row.js';

/** A manifest as it is pulled. `payload` is shared: never write to it. */
export interface ManifestRow {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
  readonly payload: Buffer;
}

export type ManifestReference = { readonly digest: string } | { readonly tag: string };

/** A blob of a repository: bytes beside the facts (`payload`) or in the blob store (`location`). Exactly one is set. */
export type BlobRow = BlobFacts &
  (
    | { readonly payload: Buffer; readonly location: null }
    | { readonly payload: null; readonly location: string }
  );

interface BlobFacts {
  readonly digest: string;
  readonly size: number;
  /** When the link was last touched: milliseconds since 1970. */
  readonly touchedAt: number;
}

export interface ReferrerRow {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>> | null;
}

export interface RepositoryRow {
  readonly name: string;
  readonly createdAt: Date;
  readonly tags: number;
  readonly manifests: number;
  readonly blobs: number;
  /** Bytes of the linked blobs and of the manifests, each digest once. */
  readonly size: number;
}

/** All reads. Each sees committed facts only; a list is in byte order and paged by key, never by offset. */
/** The registry takes no writes for now. */
export interface ReadOnlyRow {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Who said so; null: somebody without a name. */
  readonly by: string | null;
  readonly reason: string;
}

export interface Queries extends FactQueries, CollectionQueries, PackageQueries {
  findManifest(repository: string, reference: ManifestReference): Promise<ManifestRow | undefined>;
  /** Damaged blobs count as absent. */
  findBlob(repository: string, digest: string): Promise<BlobRow | undefined>;
  /** Those of the digests that are here, each once, in no order; with their bytes, so ask for few. */
  findBlobs(repository: string, digests: readonly string[]): Promise<readonly BlobRow[]>;
  hasRepository(repository: string): Promise<boolean>;
  /** Tags that point to a manifest, in byte order. */
  listTagsOf(repository: string, digest: string): Promise<readonly string[]>;
  listTags(repository: string, page: PageRequest): Promise<Page<string>>;
  /** `within`: only these, given in byte order without overlap; all of them where it is left out. */
  listRepositories(page: PageRequest, within?: readonly NameRange[]): Promise<Page<string>>;
  /** With their sizes, for the own API. `within` as above. */
  listRepositoryRows(page: PageRequest, within?: readonly NameRange[]): Promise<Page<RepositoryRow>>;
  findRepositoryRow(repository: string): Promise<RepositoryRow | undefined>;
  /** Manifests of `repository` whose `subject` is `subject`, in byte order of digest. `artifactTypes` empty: all. */
  listReferrers(
    repository: string,
    subject: string,
    artifactTypes: readonly string[],
    page: PageRequest,
  ): Promise<Page<ReferrerRow>>;
  findUpload(id: string): Promise<UploadRow | undefined>;
  /** Unended uploads whose last touch is before `before` and whose claim has run out at `now`. */
  listExpiredUploads(before: number, now: number, limit: number): Promise<readonly UploadRow[]>;
  /** How many uploads hold bytes and are not ended. */
  countOpenUploads(): Promise<number>;
  /** Locations to delete, oldest first. */
  listDoomedLocations(before: number, limit: number): Promise<readonly string[]>;
  /** Since when the registry takes no writes; `undefined` while it takes them. */
  findReadOnly(): Promise<ReadOnlyRow | undefined>;
}
