/** A touch of a link or manifest is written only where the last one is at least `freshFor` milliseconds old; absent: always. */
export interface Touching {
  readonly freshFor?: number;
}

export interface TouchLink extends Touching {
  readonly repository: string;
  readonly digest: string;
  readonly now?: number;
}
/** `gone`: the repository has no such link (any more), so whoever needs the blob must push it. */
export type TouchLinkOutcome = { readonly outcome: 'touched' | 'fresh' | 'gone' };

/** One row of a kind that the `list…Candidates` queries name; it goes only if what makes it a candidate still holds under its lock. */
export interface CollectDigest {
  readonly repository: string;
  readonly digest: string;
  /** Collected only if nobody touched it since then: milliseconds since 1970, exclusive. */
  readonly before: number;
  readonly now?: number;
}

export interface CollectManifest extends CollectDigest, Touching {}

export interface CollectBlob {
  readonly digest: string;
  readonly before: number;
  readonly now?: number;
}

export interface CollectRepository {
  readonly repository: string;
  /** Collected only if it was first seen empty before then. */
  readonly before: number;
  readonly now?: number;
}

/** `empty`: repositories by name. `orphan`: bytes without a row, by location. */
export type SightingKind = 'empty' | 'orphan';

export interface RecordSightings {
  readonly kind: SightingKind;
  readonly names: readonly string[];
  readonly now?: number;
}

/** Of everything of the kind that was last seen before then: it looks that way no longer. */
export interface ForgetSightings {
  readonly kind: SightingKind;
  readonly before: number;
}

export interface DoomOrphans {
  readonly locations: readonly string[];
  /** Only those that were first seen as orphans at this time or before. */
  readonly seenBefore: number;
  readonly now?: number;
}

/** `bytes` that no row mentions any more: a blob's with its last link, a manifest's own. */
export type CollectOutcome =
  { readonly outcome: 'collected'; readonly bytes: number } | { readonly outcome: 'kept' };

/** Whatever is deleted is locked first and judged in a second statement; foreign keys have the last word. */
export interface CollectionCommands {
  touchLink(input: TouchLink): Promise<TouchLinkOutcome>;
  /** A link that no manifest refers to. With the last link the blob goes and its location is doomed. */
  collectLink(input: CollectDigest): Promise<CollectOutcome>;
  /** A manifest without tags that no index holds and whose subject, if it has one, is not here. */
  collectManifest(input: CollectManifest): Promise<CollectOutcome>;
  /** A blob that nobody links; its location is doomed. */
  collectBlob(input: CollectBlob): Promise<CollectOutcome>;
  /** A repository without manifests and without links but that of `{}`. Each call is a sighting; one that is old enough ends it. */
  collectRepository(input: CollectRepository): Promise<CollectOutcome>;
  /** Again: the first time stays. */
  recordSightings(input: RecordSightings): Promise<void>;
  forgetSightings(input: ForgetSightings): Promise<void>;
  /** Dooms those that are still in no row of a blob; resolves with them. Whether an upload holds one must be asked before. */
  doomOrphans(input: DoomOrphans): Promise<{ readonly doomed: readonly string[] }>;
}
