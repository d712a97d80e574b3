import type { NameRange } from '../queries/name-range.js';
import type { Fact } from '../facts.js';
import type { PackageRecord } from '../package-facts.js';
import type { BlobContent } from './blob-content.js';
import type { CollectionCommands, Touching } from './collection-commands.js';
import type { FixedVersion } from './fixed-version.js';
import type { ReadOnlyCommands } from './read-only-commands.js';
import type { ReferenceFact } from './reference-fact.js';
import type {
  KeepUploadBytes,
  ClaimUpload,
  UploadOutcome,
  PublishUpload,
  PublishUploadOutcome,
  ReleaseUpload,
  RenewUpload,
  CancelUpload,
  CancelUploadOutcome,
  ForgetUploads,
} from './upload-commands.js';

export type * from './blob-content.js';
export type * from './collection-commands.js';
export type * from './read-only-commands.js';
export type * from './reference-fact.js';
export type * from './read-only-commands.js';
export type * from './upload-commands.js';

export interface LinkBlob extends Touching {
  readonly repository: string;
  readonly digest: string;
  readonly size: number;
  readonly content: BlobContent;
  /** The upload that ends with this link, if it has a row and is claimed under this fence: it becomes `done` in the same transaction. */
  readonly upload?: { readonly id: string; readonly fence: number };
  /** Segments that nobody needs once the blob is there (they were joined): doomed in the same transaction, without grace (`doomed_at` 0). */
  readonly leftovers?: readonly string[];
  /** Milliseconds since 1970; the database's clock where absent. */
  readonly now?: number;
}

/**
 * `lost-claim`: the upload's fence is not ours any more; nothing was written, so the caller removes (or dooms) its location.
 * The same link under the same fence again is `linked` again.
 */
export type LinkBlobOutcome =
  | {
      readonly outcome: 'linked';
      /** Location that stays; another upload of this digest may have won. */ readonly location:
        string | null;
    }
  | { readonly outcome: 'lost-claim' };

export interface MountBlob extends Touching {
  readonly repository: string;
  readonly digest: string;
  /** Source repository; absent: any repository that lies within `within`. */
  readonly from?: string;
  /** Repositories that may be the source where `from` is left out; all of them where it is left out. */
  readonly within?: readonly NameRange[];
  readonly now?: number;
}
/** `absent`: no such link in the source (or the bytes are damaged). */
export type MountBlobOutcome = { readonly outcome: 'mounted' | 'absent' };

export interface UnlinkBlob {
  readonly repository: string;
  readonly digest: string;
  readonly now?: number;
}
/**
 * `in-use`: a manifest of this repository refers to it; `manifest` names one. With the last link the blob goes and its location is doomed.
 */
export type UnlinkBlobOutcome =
  | { readonly outcome: 'unlinked' | 'absent' | 'repository-absent' }
  | { readonly outcome: 'in-use'; readonly manifest: string };

/** `fixed`: the version tag of a package that was accepted without an error neither moves nor goes. */
export type VersionTags = 'fixed' | 'free';

export interface RecordManifest extends Touching {
  readonly repository: string;
  readonly digest: string;
  readonly mediaType: string;
  /** As referrers show it: the manifest's own, else the config's media type, else null (spec END12-04). */
  readonly artifactType: string | null;
  readonly subject: string | null;
  readonly payload: Uint8Array;
  readonly annotations: Readonly<Record<string, string>> | null;
  readonly references: readonly ReferenceFact[];
  /** Tags to point here, in the same transaction. */
  readonly tags: readonly string[];
  /** Absent references refuse the manifest (`require`) or are recorded as waiting (`accept`). */
  readonly absentReferences: 'refuse' | 'accept';
  /**
   * Conditions on `tags[0]`, or on the manifest itself without tags.
   * `ifMatch`: digests of which one must be current, or `*` (anything). `ifNoneMatch`: none of these may be current, or `*` (nothing may be there).
   */
  readonly ifMatch?: readonly string[];
  readonly ifNoneMatch?: readonly string[];
  readonly pushedBy: string | null;
  /** Where the manifest claims to be an application package. */
  readonly package?: PackageRecord;
  readonly versionTags?: VersionTags;
  readonly now?: number;
}
/**
 * A refusal writes nothing, not even the repository. Damaged blobs count as missing. `size-mismatch` is found only where absent references
 * are refused. A digest that is already there keeps its media type and its references; its tags move. `created` is false then.
 */
export type RecordManifestOutcome =
  | { readonly outcome: 'recorded'; readonly created: boolean }
  | {
      readonly outcome: 'references-missing';
      readonly missing: readonly { readonly digest: string; readonly kind: ReferenceFact['kind'] }[];
    }
  | {
      readonly outcome: 'size-mismatch';
      readonly digest: string;
      readonly stated: number;
      readonly stored: number;
    }
  | {
      readonly outcome: 'precondition-failed';
      /** Digest that is current. */ readonly current: string | null;
    }
  | FixedVersion;

export interface DeleteManifest extends Touching {
  readonly repository: string;
  readonly digest: string;
  readonly versionTags?: VersionTags;
  readonly now?: number;
}
/** `in-use`: an index of this repository (`manifest`) holds it as a child. */
export type DeleteManifestOutcome =
  | { readonly outcome: 'deleted' | 'absent' | 'repository-absent' }
  | { readonly outcome: 'in-use'; readonly manifest: string }
  | FixedVersion;

export interface DeleteTag extends Touching {
  readonly repository: string;
  readonly tag: string;
  readonly versionTags?: VersionTags;
  /** Digests of which the tag must point to one, `*` for any; left out, wherever it points. */
  readonly ifMatch?: readonly string[];
  readonly now?: number;
}
export type DeleteTagOutcome =
  | { readonly outcome: 'deleted' | 'absent' | 'repository-absent' }
  | { readonly outcome: 'precondition-failed'; readonly current: string }
  | FixedVersion;

export interface DeleteRepository {
  readonly repository: string;
  readonly now?: number;
}
/** Takes tags, manifests, links and unfinished uploads along. */
export type DeleteRepositoryOutcome = { readonly outcome: 'deleted' | 'absent' };

/** Marks the bytes at `location` (null: beside the facts) as lost or wrong: the blob counts as absent until it is pushed again. No-op when the blob has moved on. */
export interface MarkBlobDamaged {
  readonly digest: string;
  readonly location: string | null;
  readonly now?: number;
}

/**
 * Facts of another store (`exportFacts`), in its order or with what they need among them. What is there already stays, but a blob gets the
 * bytes that are stated here. Times are taken over.
 */
export interface ImportFacts {
  readonly facts: readonly Fact[];
  readonly now?: number;
}

/** One holder at a time, by name, until `ttlMilliseconds` run out; taking it again as the same holder renews it. */
export interface TakeLease {
  readonly name: string;
  readonly holder: string;
  readonly ttlMilliseconds: number;
  readonly now?: number;
}

/**
 * All writes. Plain data in and out (structured-clone safe), so that an engine may run them in another thread.
 * A refusal is an outcome, not an error. Rejections are `StorageError`s: `full`, `unavailable`, `corrupt`.
 */
export interface Commands extends CollectionCommands, ReadOnlyCommands {
  linkBlob(input: LinkBlob): Promise<LinkBlobOutcome>;
  mountBlob(input: MountBlob): Promise<MountBlobOutcome>;
  unlinkBlob(input: UnlinkBlob): Promise<UnlinkBlobOutcome>;
  markBlobDamaged(input: MarkBlobDamaged): Promise<void>;
  recordManifest(input: RecordManifest): Promise<RecordManifestOutcome>;
  deleteManifest(input: DeleteManifest): Promise<DeleteManifestOutcome>;
  deleteTag(input: DeleteTag): Promise<DeleteTagOutcome>;
  deleteRepository(input: DeleteRepository): Promise<DeleteRepositoryOutcome>;
  keepUploadBytes(input: KeepUploadBytes): Promise<UploadOutcome>;
  claimUpload(input: ClaimUpload): Promise<UploadOutcome>;
  publishUpload(input: PublishUpload): Promise<PublishUploadOutcome>;
  releaseUpload(input: ReleaseUpload): Promise<void>;
  renewUpload(input: RenewUpload): Promise<PublishUploadOutcome>;
  cancelUpload(input: CancelUpload): Promise<CancelUploadOutcome>;
  forgetUploads(input: ForgetUploads): Promise<{ readonly forgotten: number }>;
  /** Writes down locations whose bytes are to be deleted (segments of a loser, a join's leftovers). */
  doomLocations(input: { readonly locations: readonly string[]; readonly now?: number }): Promise<void>;
  /** After their bytes are gone. */
  forgetDoomedLocations(input: { readonly locations: readonly string[] }): Promise<void>;
  takeLease(input: TakeLease): Promise<{ readonly held: boolean }>;
  releaseLease(input: { readonly name: string; readonly holder: string }): Promise<void>;
  /** All of them or none; throws where a repository, manifest or blob that one of them needs is absent. */
  importFacts(input: ImportFacts): Promise<void>;
}
