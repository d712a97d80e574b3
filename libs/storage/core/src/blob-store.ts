/** Opaque place of committed bytes, chosen by the driver and unique per commit. Never parsed by the registry. */
export type BlobLocation = string;

/**
 * What a driver needs to go on with an upload: plain JSON, so that any process can continue what another began.
 * The registry stores it as a fact and reads nothing but `size` and `locations`.
 */
export interface UploadState {
  /** Durable bytes so far. */
  readonly size: number;
  /** Every place that holds bytes of this upload; sweeps must leave them alone. */
  readonly locations: readonly BlobLocation[];
  /** The driver's own part: JSON values only. */
  readonly [driverOwn: string]: unknown;
}

/** Inclusive byte positions, as in `Content-Range`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface AppendOptions {
  /** Promises that nothing follows; a driver may then skip what only a continuation would need. */
  readonly final?: boolean;
  /** Aborting ends the append with the reason of the signal; what is durable stays in the error's `state`. */
  readonly signal?: AbortSignal;
}

/** One entry of {@link BlobStore.list}. */
export interface StoredBlob {
  readonly location: BlobLocation;
  readonly size: number;
  readonly modifiedAt: Date;
}

/**
 * Where blobs are kept: bytes without names, hashes or meaning.
 *
 * Every promise below is a sentence of the contract suite (`@margo-registry/storage-core/testing`). Failures are
 * {@link StorageError}s of a closed list of kinds (`StorageErrorKind`).
 */
export interface BlobStore {
  /** The driver's name, for messages and metrics. */
  readonly driver: string;

  /**
   * A fresh upload without bytes. Does no I/O.
   * Twice: two independent uploads.
   */
  begin(): UploadState;

  /**
   * Adds `chunks` behind the bytes of `state` and resolves with the new state once they are durable.
   * Every append writes its own segment, so two appends to one state never mix bytes: each yields a state of its own.
   * Of the one that the registry does not publish, the places that the published one does not hold go to
   * {@link delete}; {@link cancel} would also take the segments that both share.
   * The driver may keep a chunk only until it asks for the next one.
   *
   * - missing: `upload-unknown` when the segments of `state` are gone.
   * - interrupted (source throws, signal aborts): rejects with a `StorageError` of kind `interrupted` whose `state`
   *   holds what is durable (at least `state` itself) and whose `cause` is the reason.
   * - no space, no answer: rejects with `full` or `unavailable` and the same kind of `state`; nothing half-written counts.
   *
   * Where it ends before the source does, it calls the source's `return()` (as `for await` does), which destroys a
   * Node stream unless its iterator was made with `destroyOnReturn: false`.
   */
  append(
    state: UploadState,
    chunks: AsyncIterable<Uint8Array>,
    options?: AppendOptions,
  ): Promise<UploadState>;

  /**
   * Makes the bytes of `state` one blob and resolves with its location, durable. `digest` is only for the eye (a driver
   * may use it in the name); it is not verified here.
   *
   * The location may be one of `state.locations` (a single segment is a blob already) or none of them (several were
   * joined); segments that the blob does not need may be left. So whoever records it gives every entry of
   * `state.locations` that is not the location to {@link delete}, and never cancels this state afterwards.
   *
   * - twice, at once, after a crash, in another process, or after those deletes: the same location, the same bytes.
   * - no append, or none with bytes: a blob of 0 bytes.
   * - missing: `upload-unknown`.
   */
  finish(state: UploadState, digest: string): Promise<BlobLocation>;

  /**
   * Lets the upload come to nothing: removes every segment of `state` and, where {@link finish} was called with it, the
   * blob that came of it, so that neither a wrong digest nor a crash between `finish` and its record leaves bytes.
   * Missing or twice: success. Other uploads and their blobs are not touched; states that grew from one another share
   * segments (see {@link append}).
   */
  cancel(state: UploadState): Promise<void>;

  /**
   * Yields the bytes of a blob, or of `range` of it. A chunk may be overwritten once the next one is asked for.
   * Nothing is yielded before the place is known to exist.
   *
   * - missing, or a text that is no location: `not-found`.
   * - fewer bytes there than `range` asks for: `corrupt`.
   * - aborted: rejects with the signal's reason. Breaking off the iteration frees what it holds.
   */
  open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncIterable<Uint8Array>;

  /**
   * Removes what stands at a location: a blob, a segment, anything that {@link list} shows. Missing, twice, or a text
   * that is no location: success. A reader that is under way either finishes whole or fails; it never sees other bytes.
   */
  delete(location: BlobLocation): Promise<void>;

  /**
   * Everything that takes space (blobs and segments of uploads) in byte order of location, beginning behind `after`.
   * For sweeps, never on a request path. What appears or goes meanwhile may be listed or not.
   */
  list(after?: BlobLocation): AsyncIterable<StoredBlob>;

  /** A URL from which `location` can be read for `ttlSeconds`, or `undefined` where the driver has none. */
  directUrl(location: BlobLocation, ttlSeconds: number): Promise<string | undefined>;

  /**
   * Claims this store for a database: writes `storeId` where none stands and resolves with the id that the store
   * carries, the first caller's. Twice, or at once by two callers: both learn the same id. Not listed by {@link list}.
   */
  mark(storeId: string): Promise<string>;

  /** Resolves when the backend answers and takes writes; else rejects with `unavailable` or `full`. */
  ping(): Promise<void>;

  /**
   * Frees what the driver holds. Twice: success. Every other call afterwards rejects with `unavailable` (`begin` throws
   * it); calls under way end either way.
   */
  close(): Promise<void>;
}
