import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { BlobLocation, ByteRange, StoredBlob } from '@margo-registry/storage-core';
import { azureError, isBlobMissing } from './azure-error.js';
import { BlockWriter } from './block-writer.js';
import type { Layout } from './layout.js';
import { ask } from './patience.js';
import { readBlob } from './read-blob.js';

/** The blobs at locations: written whole, read, found, removed. Throws the service's errors as they are. */
export class ContainerBlobs {
  constructor(
    private readonly container: ContainerClient,
    private readonly layout: Layout,
  ) {}

  /** Writes one blob; it appears with its last byte. Resolves with its durable size. Without a byte there is none. */
  async write(location: BlobLocation, chunks: AsyncIterable<Uint8Array>): Promise<number> {
    const writer = new BlockWriter(this.#get(location));
    for await (const chunk of chunks) await writer.write(chunk);
    if (writer.size > 0) await writer.end();
    return writer.size;
  }

  async writeEmpty(location: BlobLocation): Promise<void> {
    await new BlockWriter(this.#get(location)).end();
  }

  read(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    return readBlob(this.#get(location), range, signal);
  }

  find(location: BlobLocation): BlockBlobClient | undefined {
    const name = this.layout.findName(location);
    return name === undefined ? undefined : this.container.getBlockBlobClient(name);
  }

  async findSize(location: BlobLocation): Promise<number | undefined> {
    try {
      return (await ask((options) => this.#get(location).getProperties(options))).contentLength;
    } catch (error) {
      if (isBlobMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(location: BlobLocation): Promise<void> {
    const blob = this.find(location);
    if (blob === undefined) return;
    await ask((options) => blob.deleteIfExists({ ...options, deleteSnapshots: 'include' }));
  }

  /** The service lists by name from the first one on; what is not behind `after` is left out here. */
  async *list(after: BlobLocation): AsyncGenerator<StoredBlob> {
    const pages = this.container.listBlobsFlat({ prefix: this.layout.blobs });
    for await (const { name, properties } of pages) {
      const location = this.layout.findLocation(name);
      if (location === undefined || location <= after) continue;
      yield { location, size: properties.contentLength ?? 0, modifiedAt: properties.lastModified };
    }
  }

  #get(location: BlobLocation): BlockBlobClient {
    const blob = this.find(location);
    if (blob !== undefined) return blob;
    throw azureError('not-found', { operation: 'open' }, 'this is no location of this driver');
  }
}
