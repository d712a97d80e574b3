import { digestAlgorithm, type Digest } from '@margo-registry/oci';
import type { BlobStore, UploadState } from '@margo-registry/storage-core';
import type { UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { BlobsService } from '../blobs/blobs.service.js';
import { BLOB_STORE } from '../storage/tokens.js';
import { RunningHashes } from './running-hash.js';
import { SegmentAppend, type AppendRequest, type Appended } from './segment-append.js';

export interface AssembledBlob {
  readonly state: UploadState;
  readonly location: string;
  /** Digest of the bytes, by the algorithm of the one that was stated. */
  readonly digest: string;
}

/** Makes one blob of the segments of a claimed upload, and takes it apart again when nothing comes of it. */
@Injectable()
export class BlobAssembly {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly reader: BlobsService,
    private readonly segments: SegmentAppend,
    private readonly hashes: RunningHashes,
  ) {}

  /** Resolves when the bytes are in their place. A hash that did not run along is made by reading back. Rejects as the body does. */
  async assemble(request: AppendRequest, stated: Digest, hasMore: boolean): Promise<AssembledBlob> {
    const { state, hash } = await this.lastSegment(request, hasMore);
    const location = await this.blobs.finish(state, stated);
    const digest = hash?.digest(digestAlgorithm(stated)) ?? (await this.reader.digestOf(location, stated));
    return { state, location, digest };
  }

  /** For the holder of the claim, once the upload is cancelled: removes everything. */
  async removeAll({ state }: AssembledBlob): Promise<void> {
    await this.blobs.cancel(state);
  }

  /** For a writer that lost its claim: removes only what it alone has. A joined blob may be the winner's too, so it stays for the sweep. */
  async removeOwn({ state }: AssembledBlob, upload: UploadRow): Promise<void> {
    const before = new Set((upload.state as UploadState | null)?.locations ?? []);
    for (const location of state.locations) if (!before.has(location)) await this.blobs.delete(location);
  }

  private async lastSegment(request: AppendRequest, hasMore: boolean): Promise<Appended> {
    const { address, upload } = request;
    if (hasMore || !upload.state) return this.segments.append(request);
    return { state: upload.state as UploadState, hash: this.hashes.take(address.uuid, upload.size) };
  }
}
