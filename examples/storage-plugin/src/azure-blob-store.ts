import { randomUUID } from 'node:crypto';
import { BlobSASPermissions, type BlockBlobClient, type ContainerClient } from '@azure/storage-blob';
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
import {
  azureError,
  codeOf,
  DRIVER,
  isBlobMissing,
  toStorageError,
  type AzureErrorContext,
} from './azure-error.js';
import { BlockWriter } from './block-writer.js';
import { Layout } from './layout.js';
import { ask } from './patience.js';
import { readBlob } from './read-blob.js';

/** Blobs as block blobs of one container; how, says the package's README. */
export class AzureBlobStore implements BlobStore {
  readonly driver = DRIVER;
  readonly #layout: Layout;
  #closed = false;

  /** `prefix` is empty or ends in a slash. */
  constructor(
    private readonly container: ContainerClient,
    prefix = '',
  ) {
    this.#layout = new Layout(prefix);
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
      const [latest] = state.locations.slice(-1);
      if (latest !== undefined && (await this.#findSize(latest)) === undefined) throw segmentsGone('append');
      const source = new InterruptibleSource(chunks, options.signal);
      const next = await this.#writeSegment(state, source);
      if (source.interruption === undefined) return next;
      const context = { operation: 'append', state: next };
      throw azureError('interrupted', context, 'the bytes ended early', source.interruption.reason);
    });
  }

  finish(state: UploadState, _digest: string): Promise<BlobLocation> {
    return this.#attempt({ operation: 'finish', missing: 'upload-unknown' }, async () => {
      const [only, ...others] = state.locations;
      if (only === undefined || others.length > 0) return this.#join(state);
      if ((await this.#findSize(only)) !== state.size) throw segmentsGone('finish');
      return only;
    });
  }

  cancel(state: UploadState): Promise<void> {
    return this.#attempt({ operation: 'cancel' }, async () => {
      for (const location of [...state.locations, this.#layout.joinedLocation(state)])
        await this.#remove(location);
    });
  }

  async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    this.#checkOpen('open');
    signal?.throwIfAborted();
    try {
      yield* readBlob(this.#getBlob(location), range, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw toStorageError(error, { operation: 'open', missing: 'not-found' });
    }
  }

  delete(location: BlobLocation): Promise<void> {
    return this.#attempt({ operation: 'delete' }, () => this.#remove(location));
  }

  /** The service lists by name from the first one on; what is not behind `after` is left out here. */
  async *list(after: BlobLocation = ''): AsyncGenerator<StoredBlob> {
    this.#checkOpen('list');
    try {
      for await (const { name, properties } of this.container.listBlobsFlat({ prefix: this.#layout.blobs })) {
        const location = this.#layout.findLocation(name);
        if (location === undefined || location <= after) continue;
        yield { location, size: properties.contentLength ?? 0, modifiedAt: properties.lastModified };
      }
    } catch (error) {
      throw toStorageError(error, { operation: 'list' });
    }
  }

  directUrl(location: BlobLocation, ttlSeconds: number): Promise<string | undefined> {
    return this.#attempt({ operation: 'directUrl' }, async () => {
      const blob = this.#findBlob(location);
      const expiresOn = new Date(Date.now() + ttlSeconds * 1000);
      return blob?.generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn });
    });
  }

  mark(storeId: string): Promise<string> {
    return this.#attempt({ operation: 'mark' }, async () => {
      const mark = this.container.getBlockBlobClient(this.#layout.storeId);
      const conditions = { ifNoneMatch: '*' };
      await ask((options) =>
        mark.upload(storeId, Buffer.byteLength(storeId), { ...options, conditions }),
      ).catch((error: unknown) => {
        if (codeOf(error) !== 'BlobAlreadyExists') throw error;
      });
      return (await ask((options) => mark.downloadToBuffer(0, undefined, options))).toString();
    });
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

  async #writeSegment(state: UploadState, source: AsyncIterable<Uint8Array>): Promise<UploadState> {
    const location = this.#layout.newLocation();
    const writer = new BlockWriter(this.#getBlob(location));
    for await (const chunk of source) await writer.write(chunk);
    if (writer.size === 0) return state;
    await writer.end();
    return { ...state, size: state.size + writer.size, locations: [...state.locations, location] };
  }

  /**
   * One blob of all segments, or of none. It appears whole, under a name that says what it is made of: whoever finds
   * it need not join again, and of two who join at once the second finds what the first made.
   */
  async #join(state: UploadState): Promise<BlobLocation> {
    const location = this.#layout.joinedLocation(state);
    const isJoined = async () => (await this.#findSize(location)) === state.size;
    if (await isJoined()) return location;
    try {
      const writer = new BlockWriter(this.#getBlob(location));
      for (const segment of state.locations) {
        for await (const chunk of readBlob(this.#getBlob(segment))) await writer.write(chunk);
      }
      if (writer.size !== state.size) throw segmentsGone('finish');
      await writer.end();
    } catch (error) {
      if (!(await isJoined())) throw error;
    }
    return location;
  }

  async #remove(location: BlobLocation): Promise<void> {
    const blob = this.#findBlob(location);
    if (blob !== undefined)
      await ask((options) => blob.deleteIfExists({ ...options, deleteSnapshots: 'include' }));
  }

  async #findSize(location: BlobLocation): Promise<number | undefined> {
    try {
      return (await ask((options) => this.#getBlob(location).getProperties(options))).contentLength;
    } catch (error) {
      if (isBlobMissing(error)) return undefined;
      throw error;
    }
  }

  #findBlob(location: BlobLocation): BlockBlobClient | undefined {
    const name = this.#layout.findName(location);
    return name === undefined ? undefined : this.container.getBlockBlobClient(name);
  }

  #getBlob(location: BlobLocation): BlockBlobClient {
    const blob = this.#findBlob(location);
    if (blob !== undefined) return blob;
    throw azureError('not-found', { operation: 'open' }, 'this is no location of this driver');
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

function segmentsGone(operation: string): StorageError {
  return azureError('upload-unknown', { operation }, 'the bytes of this upload are gone');
}
