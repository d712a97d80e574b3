import type { BlobContent } from './commands/blob-content.js';
import type { ReferenceFact } from './commands/reference-fact.js';
import type { PackageFacts, ReportRow } from './package-facts.js';

/** Facts as they leave one store and enter another. Times are milliseconds since 1970; a repository is named, never numbered. */
export type Fact = RepositoryFact | StoredBlobFact | LinkFact | ManifestFact | TagFact;

export interface RepositoryFact {
  readonly fact: 'repository';
  readonly name: string;
  readonly createdAt: number;
}

export interface StoredBlobFact {
  readonly fact: 'blob';
  readonly digest: string;
  readonly size: number;
  /** Null: the bytes are lost, and nothing says where they were. */
  readonly content: BlobContent | null;
  /** When the bytes were found to be lost or wrong; the blob counts as absent until it is pushed again. */
  readonly damagedAt: number | null;
  readonly createdAt: number;
}

export interface LinkFact {
  readonly fact: 'link';
  readonly repository: string;
  readonly digest: string;
  readonly touchedAt: number;
}

/** One entry of a manifest, in its order. */
export interface CarriedReference extends Pick<ReferenceFact, 'digest' | 'kind'> {
  /** False: accepted while it was absent, and waiting for it. An import looks for itself. */
  readonly present: boolean;
}

export interface ManifestFact {
  readonly fact: 'manifest';
  readonly repository: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly subject: string | null;
  readonly annotations: Readonly<Record<string, string>> | null;
  readonly payload: Uint8Array;
  readonly pushedAt: number;
  readonly pushedBy: string | null;
  readonly touchedAt: number;
  readonly references: readonly CarriedReference[];
  /** Where it claims to be an application package. */
  readonly package?: CarriedPackage;
}

/** What a check of a package found, and what the catalogue shows of it. */
export interface CarriedPackage {
  readonly facts: PackageFacts | null;
  readonly report: ReportRow;
}

export interface TagFact {
  readonly fact: 'tag';
  readonly repository: string;
  readonly name: string;
  readonly manifest: string;
  readonly updatedAt: number;
}

/** Rows of a repository whose other end is gone. Foreign keys see to it that there are none; a damaged database may tell otherwise. */
export interface DanglingCounts {
  readonly linksWithoutBlob: number;
  readonly tagsWithoutManifest: number;
  readonly referencesWithoutTarget: number;
}

/** How many blobs there are, and their bytes. */
export interface BlobCounts {
  readonly blobs: number;
  readonly bytes: number;
}
