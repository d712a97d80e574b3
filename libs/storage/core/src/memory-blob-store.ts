import type {
  AppendOptions,
  BlobLocation,
  BlobStore,
  ByteRange,
  StoredBlob,
  UploadState,
} from './blob-store.js';
import { InterruptibleSource } from './interruptible-source.js';
import { StorageError, type StorageErrorKind } from './storage-error.js';

interface MemoryState extends UploadState {
  readonly upload: number;
}

/** What outlives a store object: the bytes, the mark, and the last number given away. */
interface Place {
  readonly blobs: Map<BlobLocation, { readonly bytes: Buffer; readonly modifiedAt: Date }>;
  lastNumber: number;
  storeId?: string;
}

const CHUNK_SIZE = 64 * 1024;

/**
 * The reference of the port: the shortest code that keeps every promise. For tests; nothing survives the process.
 * It uses every freedom of the port against its callers: `open` yields one buffer again and again, and locations mix
 * small and capital letters, so that only byte order sorts them right.
 */
export class MemoryBlobStore implements BlobStore {
  readonly driver = 'memory';
  #place: Place = { blobs: new Map(), lastNumber: 0 };
  #closed = false;

  /** Another store on the same bytes, as a process finds them after a restart. */
  reopen(): MemoryBlobStore {
    const store = new (this.constructor as new () => MemoryBlobStore)();
    store.#place = this.#place;
    return store;
  }

  begin(): MemoryState {
    this.#checkOpen('begin');
    return { size: 0, locations: [], upload: this.#nextNumber() };
  }

  async append(
    state: UploadState,
    chunks: AsyncIterable<Uint8Array>,
    options: AppendOptions = {},
  ): Promise<UploadState> {
    this.#checkOpen('append');
    this.#segmentsOf(state, 'append');
    const source = new InterruptibleSource(chunks, options.signal);
    const copies: Buffer[] = [];
    for await (const chunk of source) copies.push(Buffer.from(chunk));
    const next = this.#withSegment(state, Buffer.concat(copies));
    if (source.interruption === undefined) return next;
    throw this.#error('interrupted', 'append', 'the bytes ended early', {
      cause: source.interruption.reason,
      state: next,
    });
  }

  async finish(state: UploadState, _digest: string): Promise<BlobLocation> {
    this.#checkOpen('finish');
    const [only, ...others] = state.locations;
    const location = only === undefined || others.length > 0 ? joinedLocation(state) : only;
    if (!this.#place.blobs.has(location))
      this.#put(location, Buffer.concat(this.#segmentsOf(state, 'finish')));
    return location;
  }

  async cancel(state: UploadState): Promise<void> {
    this.#checkOpen('cancel');
    for (const location of [...state.locations, joinedLocation(state)]) this.#place.blobs.delete(location);
  }

  async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    this.#checkOpen('open');
    signal?.throwIfAborted();
    const blob = this.#place.blobs.get(location);
    if (blob === undefined) throw this.#error('not-found', 'open', 'no bytes at this location');
    const { start, end } = range ?? { start: 0, end: blob.bytes.length - 1 };
    if (end >= blob.bytes.length)
      throw this.#error('corrupt', 'open', `${blob.bytes.length} bytes, asked for byte ${end}`);
    const buffer = Buffer.alloc(CHUNK_SIZE);
    for (let position = start; position <= end; position += CHUNK_SIZE) {
      signal?.throwIfAborted();
      yield buffer.subarray(
        0,
        blob.bytes.copy(buffer, 0, position, Math.min(position + CHUNK_SIZE, end + 1)),
      );
    }
  }

  async delete(location: BlobLocation): Promise<void> {
    this.#checkOpen('delete');
    this.#place.blobs.delete(location);
  }

  async *list(after: BlobLocation = ''): AsyncGenerator<StoredBlob> {
    this.#checkOpen('list');
    for (const [location, { bytes, modifiedAt }] of [...this.#place.blobs].sort(byLocation)) {
      if (location > after) yield { location, size: bytes.length, modifiedAt };
    }
  }

  async directUrl(_location: BlobLocation, _ttlSeconds: number): Promise<string | undefined> {
    this.#checkOpen('directUrl');
    return undefined;
  }

  async mark(storeId: string): Promise<string> {
    this.#checkOpen('mark');
    return (this.#place.storeId ??= storeId);
  }

  async ping(): Promise<void> {
    this.#checkOpen('ping');
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #segmentsOf(state: UploadState, operation: string): Buffer[] {
    const segments = state.locations.map((location) => this.#place.blobs.get(location)?.bytes);
    if (segments.every((bytes) => bytes !== undefined)) return segments;
    throw this.#error('upload-unknown', operation, 'the bytes of this upload are gone');
  }

  #withSegment(state: UploadState, bytes: Buffer): UploadState {
    if (bytes.length === 0) return state;
    const number = this.#nextNumber();
    const location = `${number % 3 === 0 ? 'b' : 'C'}${number}`;
    this.#put(location, bytes);
    return { ...state, size: state.size + bytes.length, locations: [...state.locations, location] };
  }

  #put(location: BlobLocation, bytes: Buffer): void {
    this.#place.blobs.set(location, { bytes, modifiedAt: new Date() });
  }

  #nextNumber(): number {
    return (this.#place.lastNumber += 1);
  }

  #checkOpen(operation: string): void {
    if (this.#closed) throw this.#error('unavailable', operation, 'the store is closed');
  }

  #error(
    kind: StorageErrorKind,
    operation: string,
    sentence: string,
    more: { cause?: unknown; state?: UploadState } = {},
  ): StorageError {
    return new StorageError(kind, `${this.driver}: ${operation}: ${sentence}`, {
      driver: this.driver,
      operation,
      ...more,
    });
  }
}

/** Where the segments of `state` are joined: a name that any process finds again. */
function joinedLocation(state: UploadState): BlobLocation {
  return [`upload ${(state as MemoryState).upload}`, ...state.locations].join(' + ');
}

function byLocation([a]: [BlobLocation, unknown], [b]: [BlobLocation, unknown]): number {
  return a < b ? -1 : 1;
}
