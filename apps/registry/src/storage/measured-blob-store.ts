import type {
  AppendOptions,
  BlobLocation,
  BlobStore,
  ByteRange,
  StoredBlob,
  UploadState,
} from '@margo-registry/storage-core';
import { outcomeOf, type StorageCalls } from './storage-calls.js';

/** A blob store whose calls are counted and timed; what the driver answers passes through untouched. */
export class MeasuredBlobStore implements BlobStore {
  constructor(
    private readonly store: BlobStore,
    private readonly calls: StorageCalls,
  ) {}

  get driver(): string {
    return this.store.driver;
  }

  begin(): UploadState {
    return this.store.begin();
  }

  append(
    state: UploadState,
    chunks: AsyncIterable<Uint8Array>,
    options?: AppendOptions,
  ): Promise<UploadState> {
    return this.calls.measure('append', () => this.store.append(state, chunks, options));
  }

  finish(state: UploadState, digest: string): Promise<BlobLocation> {
    return this.calls.measure('finish', () => this.store.finish(state, digest));
  }

  cancel(state: UploadState): Promise<void> {
    return this.calls.measure('cancel', () => this.store.cancel(state));
  }

  open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.measured('open', this.store.open(location, range, signal), signal);
  }

  delete(location: BlobLocation): Promise<void> {
    return this.calls.measure('delete', () => this.store.delete(location));
  }

  list(after?: BlobLocation): AsyncIterable<StoredBlob> {
    return this.measured('list', this.store.list(after));
  }

  directUrl(location: BlobLocation, ttlSeconds: number): Promise<string | undefined> {
    return this.calls.measure('directUrl', () => this.store.directUrl(location, ttlSeconds));
  }

  mark(storeId: string): Promise<string> {
    return this.calls.measure('mark', () => this.store.mark(storeId));
  }

  ping(): Promise<void> {
    return this.calls.measure('ping', () => this.store.ping());
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** From the first question to the end. Whoever breaks off or aborts makes it `interrupted`. */
  private measured<T>(operation: string, source: AsyncIterable<T>, signal?: AbortSignal): AsyncIterable<T> {
    const { calls } = this;
    return {
      async *[Symbol.asyncIterator]() {
        const end = calls.begin(operation);
        let outcome = 'interrupted';
        try {
          yield* source;
          outcome = 'ok';
        } catch (error) {
          if (!signal?.aborted) outcome = outcomeOf(error);
          throw error;
        } finally {
          end(outcome);
        }
      },
    };
  }
}
