import type { ByteRange } from '@margo-registry/oci';
import { isStorageError, type BlobStore, type UploadState } from '@margo-registry/storage-core';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { BLOB_STORE, METADATA } from '../storage/tokens.js';
import { checkOffset } from './open-uploads.js';
import { concatenate } from './peek.js';
import { RunningHash, RunningHashes } from './running-hash.js';
import { UploadClaims } from './upload-claims.js';
import { busyUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';

export interface Appended {
  readonly state: UploadState;
  readonly hash: RunningHash | undefined;
}

export interface AppendRequest {
  readonly address: UploadAddress;
  /** The row as it was claimed. */
  readonly upload: UploadRow;
  readonly chunks: AsyncGenerator<Uint8Array>;
  readonly signal: AbortSignal;
  readonly final?: boolean;
}

/** Adds one segment to an upload, keeps what is durable when the body is cut, and removes what lost the race. */
@Injectable()
export class SegmentAppend {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly claims: UploadClaims,
    private readonly hashes: RunningHashes,
  ) {}

  /** Claims the upload, appends and publishes; resolves with the new size. Throws `chunk-out-of-order`, `upload-busy`, and as the body does. */
  extend(
    address: UploadAddress,
    range: ByteRange | undefined,
    chunks: AsyncGenerator<Uint8Array>,
  ): Promise<number> {
    return this.claims.hold(address, 'appending', async (upload, signal) => {
      checkOffset(address, upload.size, range);
      const { state, hash } = await this.append({ address, upload, chunks, signal });
      await this.publish(address, upload, state);
      if (hash) this.hashes.keep(address.uuid, hash);
      return state.size;
    });
  }

  /** Appends under a claim that the caller holds. Rejects as the body does, after having published what is durable. */
  async append({ address, upload, chunks, signal, final }: AppendRequest): Promise<Appended> {
    const hash = this.hashOf(address, upload);
    const before = (upload.state as UploadState | null) ?? this.blobs.begin();
    // Bytes that were kept in the row go first into the store.
    const all = concatenate(upload.state || !upload.bytes ? [] : [upload.bytes], chunks);
    try {
      const state = await this.blobs.append(before, hash ? hash.along(all) : all, { final, signal });
      return { state, hash };
    } catch (error) {
      const durable = isStorageError(error) ? error.state : undefined;
      if (durable && durable.size > upload.size) await this.publish(address, upload, durable);
      throw isStorageError(error, 'interrupted') ? error.cause : error;
    }
  }

  /** Ends the claim with the new state. A writer that lost its claim removes what it added and throws `upload-busy`. */
  private async publish(address: UploadAddress, upload: UploadRow, state: UploadState): Promise<void> {
    const { id, fence } = upload;
    const { outcome } = await this.metadata.commands.publishUpload({
      id,
      fence,
      state,
      bytes: null,
      size: state.size,
    });
    if (outcome === 'published') return;
    const before = new Set((upload.state as UploadState | null)?.locations ?? []);
    for (const location of state.locations) if (!before.has(location)) await this.blobs.delete(location);
    throw busyUpload(address, upload.size);
  }

  /** From the start where every byte is at hand, else the one that has run along so far in this process. */
  private hashOf(address: UploadAddress, upload: UploadRow): RunningHash | undefined {
    const kept = this.hashes.take(address.uuid, upload.state ? upload.size : 0);
    return kept ?? (upload.state ? undefined : new RunningHash(['sha256']));
  }
}
