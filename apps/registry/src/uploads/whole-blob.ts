import { digestAlgorithm, type Digest } from '@margo-registry/oci';
import {
  isStorageError,
  type BlobStore,
  type StorageErrorKind,
  type UploadState,
} from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, METADATA, SETTINGS } from '../storage/tokens.js';
import { peek } from './peek.js';
import { RunningHash } from './running-hash.js';
import { digestMismatch } from './upload-errors.js';

/** A blob that comes in one request (end-4b, or POST then PUT): no upload is recorded, one command writes everything. */
@Injectable()
export class WholeBlob {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** Resolves when the blob is durable and linked. Throws `digest-mismatch`, and as the body does; then nothing is kept. */
  async push(repository: string, digest: Digest, body: RequestBody): Promise<void> {
    const { blobs, uploads } = this.settings;
    const peeked = await peek(body.chunks(uploads.maxSize), blobs.inline);
    // With a threshold of 0 nothing is kept beside the facts but the empty blob, which has no bytes to keep elsewhere.
    if (peeked.whole) await this.link(repository, digest, peeked.whole);
    else await this.store(repository, digest, peeked.rest);
  }

  private async link(repository: string, digest: Digest, payload: Buffer): Promise<void> {
    verify(digest, digestOf(digest, payload));
    const { freshFor } = this.settings.collection;
    await this.metadata.commands.linkBlob({
      repository,
      digest,
      size: payload.length,
      content: { payload },
      freshFor,
    });
  }

  private async store(repository: string, digest: Digest, chunks: AsyncGenerator<Uint8Array>): Promise<void> {
    const hash = new RunningHash([digestAlgorithm(digest)]);
    const state = await this.append(hash.along(chunks));
    const computed = hash.digest(digestAlgorithm(digest));
    if (computed !== digest) {
      await this.blobs.cancel(state);
      throw digestMismatch(digest, `${computed}`);
    }
    const location = await this.blobs.finish(state, digest);
    const leftovers = state.locations.filter((segment) => segment !== location);
    await this.metadata.commands.linkBlob({
      repository,
      digest,
      size: state.size,
      content: { location },
      leftovers,
      freshFor: this.settings.collection.freshFor,
    });
  }

  private async append(chunks: AsyncIterable<Uint8Array>) {
    try {
      return await this.blobs.append(this.blobs.begin(), chunks, { final: true });
    } catch (error) {
      if (isStorageError(error) && error.state) await this.discard(error.state, error.kind);
      throw isStorageError(error, 'interrupted') ? error.cause : error;
    }
  }

  /** A store that has just kept the client waiting is not waited for again; the sweep finds what stays. */
  private async discard(state: UploadState, kind: StorageErrorKind): Promise<void> {
    const cancelled = this.blobs.cancel(state).catch(() => undefined);
    if (kind !== 'unavailable') await cancelled;
  }
}

/** Digest of bytes at hand, by the algorithm of `like`. */
export function digestOf(like: Digest, bytes: Uint8Array): string {
  const algorithm = digestAlgorithm(like);
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

export function verify(expected: string, computed: string): void {
  if (expected !== computed) throw digestMismatch(expected, computed);
}
