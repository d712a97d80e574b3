import { randomUUID } from 'node:crypto';
import { BlobSASPermissions, type ContainerClient } from '@azure/storage-blob';
import {
  InterruptibleSource,
  type AppendOptions,
  type BlobLocation,
  type BlobStore,
  type ByteRange,
  type StorageError,
  type StoredBlob,
  type UploadState,
} from '@margo-registry/storage-core';
import { azureError, DRIVER, toStorageError, type AzureErrorContext } from './azure-error.js';
import { ContainerBlobs } from './container-blobs.js';
import { Layout } from './layout.js';
import { ask } from './patience.js';
import { claimMark } from './store-mark.js';

/** Blobs as block blobs of one container; how, says the package's README. */
export class AzureBlobStore implements BlobStore {
  readonly driver = DRIVER;
  readonly #layout: Layout;
  readonly #blobs: ContainerBlobs;
  #closed = false;

  /** `prefix` is empty or ends in a slash. */
  constructor(
    private readonly container: ContainerClient,
    prefix: string,
  ) {
    this.#layout = new Layout(prefix);
    this.#blobs = new ContainerBlobs(container, this.#layout);
  }

  begin(): UploadState {
    this.#checkOpen('begin');
    return { size: 0, locations: [], upload: randomUUID() };
  }

  append(
    state: UploadState,
    chunks: AsyncIterable<Uint8Array>,
    options: AppendOptions = {},
  ): Promise<UploadState> {
    return this.#attempt({ operation: 'append', state }, async () => {
      // The last one stands for all: to look at each would make an upload of many appends slower with each of them.
      const latest = state.locations.at(-1);
      if (latest !== undefined && (await this.#blobs.findSize(latest)) === undefined)
        throw segmentsGone('append');
      const source = new InterruptibleSource(chunks, options.signal);
      const location = this.#layout.newLocation();
      const next = withSegment(state, location, await this.#blobs.write(location, source));
      if (source.interruption === undefined) return next;
      const context = { operation: 'append', state: next };
      throw azureError('interrupted', context, 'the bytes ended early', source.interruption.reason);
    });
  }

  finish(state: UploadState, _digest: string): Promise<BlobLocation> {
    return this.#attempt({ operation: 'finish', missing: 'upload-unknown' }, async () => {
      const [only, ...others] = state.locations;
      if (only === undefined || others.length > 0) return this.#join(state);
      if ((await this.#blobs.findSize(only)) !== state.size) throw segmentsGone('finish');
      return only;
    });
  }

  cancel(state: UploadState): Promise<void> {
    return this.#attempt({ operation: 'cancel' }, async () => {
      for (const location of [...state.locations, this.#layout.joinedLocation(state)])
        await this.#blobs.remove(location);
    });
  }

  async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    this.#checkOpen('open');
    signal?.throwIfAborted();
    try {
      yield* this.#blobs.read(location, range, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw toStorageError(error, { operation: 'open', missing: 'not-found' });
    }
  }

  delete(location: BlobLocation): Promise<void> {
    return this.#attempt({ operation: 'delete' }, () => this.#blobs.remove(location));
  }

  async *list(after: BlobLocation = ''): AsyncGenerator<StoredBlob> {
    this.#checkOpen('list');
    try {
      yield* this.#blobs.list(after);
    } catch (error) {
      throw toStorageError(error, { operation: 'list' });
    }
  }

  directUrl(location: BlobLocation, ttlSeconds: number): Promise<string | undefined> {
    return this.#attempt({ operation: 'directUrl' }, async () => {
      const expiresOn = new Date(Date.now() + ttlSeconds * 1000);
      const permissions = BlobSASPermissions.parse('r');
      return this.#blobs.find(location)?.generateSasUrl({ permissions, expiresOn });
    });
  }

  mark(storeId: string): Promise<string> {
    const mark = this.container.getBlockBlobClient(this.#layout.storeId);
    return this.#attempt({ operation: 'mark' }, () => claimMark(mark, storeId));
  }

  ping(): Promise<void> {
    return this.#attempt({ operation: 'ping' }, async () => {
      const blob = this.container.getBlockBlobClient(this.#layout.ping);
      await ask((options) => blob.upload('ping', 4, options));
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /**
   * One blob of all segments, or of none. It appears whole, under a name that says what it is made of: whoever finds
   * it need not join again, and of two who join at once either takes what the other made.
   */
  async #join(state: UploadState): Promise<BlobLocation> {
    const location = this.#layout.joinedLocation(state);
    const isJoined = async () => (await this.#blobs.findSize(location)) === state.size;
    if (await isJoined()) return location;
    try {
      if (state.size === 0) await this.#blobs.writeEmpty(location);
      else await this.#blobs.write(location, this.#bytesOf(state));
    } catch (error) {
      if (!(await isJoined())) throw error;
    }
    return location;
  }

  /** The bytes of every segment; throws, before the last one ends, where they are not as many as `state` says. */
  async *#bytesOf(state: UploadState): AsyncGenerator<Uint8Array> {
    let size = 0;
    for (const location of state.locations) {
      for await (const chunk of this.#blobs.read(location)) {
        size += chunk.length;
        yield chunk;
      }
    }
    if (size !== state.size) throw segmentsGone('finish');
  }

  async #attempt<T>(context: AzureErrorContext, work: () => Promise<T>): Promise<T> {
    this.#checkOpen(context.operation);
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error, context);
    }
  }

  #checkOpen(operation: string): void {
    if (this.#closed) throw azureError('unavailable', { operation }, 'the store is closed');
  }
}

function withSegment(state: UploadState, location: BlobLocation, size: number): UploadState {
  if (size === 0) return state;
  return { ...state, size: state.size + size, locations: [...state.locations, location] };
}

function segmentsGone(operation: string): StorageError {
  return azureError('upload-unknown', { operation }, 'the bytes of this upload are gone');
}
