import type {
  AppendOptions,
  BlobLocation,
  BlobStore,
  ByteRange,
  StorageError,
  StorageErrorKind,
  StoredBlob,
  UploadState,
} from '@margo-registry/storage-core';
import { Connection } from './connection.js';
import type { MemoryBudget } from './memory-budget.js';
import { listStored } from './object-list.js';
import { readObject } from './object-reader.js';
import { Payload } from './payload.js';
import { DRIVER, s3Error, toStorageError, type S3ErrorContext } from './s3-error.js';
import type { WriterContext } from './segment-writer.js';
import { writerContextOf, type S3StoreOptions } from './store-options.js';
import { StoreMark } from './store-mark.js';
import { isStored, joinState, newState, segmentsOf, withSegments, writeSegments } from './upload-segments.js';

/** Longest life of a signed URL, in seconds. */
const LONGEST_TTL = 7 * 24 * 3600;

type ErrorContext = Omit<S3ErrorContext, 'bucket'>;

/** Blobs as objects of one bucket; how, says the package's README. */
export class S3BlobStore implements BlobStore {
  readonly driver = DRIVER;
  readonly #context: WriterContext;
  readonly #mark: StoreMark;
  readonly #publicConnection: Connection;
  #closed = false;

  /** Sends nothing. Throws a `RangeError` where the memory does not hold one part. */
  constructor(options: S3StoreOptions) {
    this.#context = writerContextOf(options);
    this.#mark = new StoreMark(this.#context.bucket, this.#context.layout);
    const endpoint = options.publicEndpoint ?? options.endpoint;
    this.#publicConnection = new Connection({ ...options, endpoint });
  }

  /** What the buffers of all uploads hold. */
  get memory(): MemoryBudget {
    return this.#context.memory.budget;
  }

  begin(): UploadState {
    this.#checkOpen('begin');
    return newState();
  }

  append(
    state: UploadState,
    chunks: AsyncIterable<Uint8Array>,
    options: AppendOptions = {},
  ): Promise<UploadState> {
    return this.#attempt({ operation: 'append', state }, async () => {
      // The last one stands for all: to look at each would make an upload of many appends slower with each of them.
      if (!(await isStored(this.#context, segmentsOf(state).slice(-1)))) throw this.#segmentsGone('append');
      const { segments, interruption } = await writeSegments(this.#context, chunks, options.signal);
      const next = withSegments(state, segments);
      if (interruption === undefined) return next;
      const { reason } = interruption;
      throw this.#error('interrupted', { operation: 'append', state: next }, 'the bytes ended early', reason);
    });
  }

  finish(state: UploadState, _digest: string): Promise<BlobLocation> {
    return this.#attempt({ operation: 'finish', missing: 'upload-unknown' }, async () => {
      const [only, ...others] = segmentsOf(state);
      if (only === undefined || others.length > 0) return joinState(this.#context, state);
      if (!(await isStored(this.#context, [only]))) throw this.#segmentsGone('finish');
      return only.location;
    });
  }

  cancel(state: UploadState): Promise<void> {
    return this.#attempt({ operation: 'cancel' }, async () => {
      const locations = [...state.locations, this.#context.layout.joinedBlob(state)];
      for (const location of locations) await this.#remove(location);
    });
  }

  async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const context: ErrorContext = { operation: 'open', missing: 'not-found' };
    this.#checkOpen('open');
    signal?.throwIfAborted();
    const key = this.#findKey(location);
    if (key === undefined) throw this.#error('not-found', context, 'no bytes at this place');
    try {
      yield* readObject(this.#context.bucket, key, range, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#toStorageError(error, context);
    }
  }

  delete(location: BlobLocation): Promise<void> {
    return this.#attempt({ operation: 'delete' }, () => this.#remove(location));
  }

  async *list(after: BlobLocation = ''): AsyncGenerator<StoredBlob> {
    this.#checkOpen('list');
    try {
      yield* listStored(this.#context.bucket, this.#context.layout, after);
    } catch (error) {
      throw this.#toStorageError(error, { operation: 'list' });
    }
  }

  directUrl(location: BlobLocation, ttlSeconds: number): Promise<string | undefined> {
    return this.#attempt({ operation: 'directUrl' }, async () => {
      const key = this.#findKey(location);
      const ttl = Math.min(Math.max(1, Math.floor(ttlSeconds)), LONGEST_TTL);
      return key && this.#publicConnection.presign(this.#context.bucket.name, key, ttl);
    });
  }

  mark(storeId: string): Promise<string> {
    return this.#attempt({ operation: 'mark' }, () => this.#mark.claim(storeId));
  }

  ping(): Promise<void> {
    return this.#attempt({ operation: 'ping' }, async () => {
      const { bucket, layout } = this.#context;
      await bucket.put(layout.probe, new Payload([Buffer.from('ping')]));
      await bucket.remove(layout.probe);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#context.bucket.close();
    this.#publicConnection.close();
  }

  /** The key of a blob; unfinished multipart uploads have no bytes to read. */
  #findKey(location: BlobLocation): string | undefined {
    const place = this.#context.layout.findPlace(location);
    return place?.uploadId === undefined ? place?.key : undefined;
  }

  async #remove(location: BlobLocation): Promise<void> {
    const { bucket, layout } = this.#context;
    const place = layout.findPlace(location);
    if (place?.uploadId !== undefined) await bucket.abortParts(place.key, place.uploadId);
    else if (place !== undefined) await bucket.remove(place.key);
  }

  async #attempt<T>(context: ErrorContext, work: () => Promise<T>): Promise<T> {
    this.#checkOpen(context.operation);
    try {
      return await work();
    } catch (error) {
      throw this.#toStorageError(error, context);
    }
  }

  #checkOpen(operation: string): void {
    if (this.#closed) throw this.#error('unavailable', { operation }, 'the store is closed');
  }

  #segmentsGone(operation: string): StorageError {
    return this.#error('upload-unknown', { operation }, 'the bytes of this upload are gone');
  }

  #error(kind: StorageErrorKind, context: ErrorContext, sentence: string, cause?: unknown): StorageError {
    return s3Error(kind, { ...context, bucket: this.#context.bucket.name }, sentence, cause);
  }

  #toStorageError(error: unknown, context: ErrorContext): StorageError {
    return toStorageError(error, { ...context, bucket: this.#context.bucket.name });
  }
}
