import { digestAlgorithm, type Digest } from '@margo-registry/oci';
import type { BlobStore, UploadState } from '@margo-registry/storage-core';
import type { LinkBlob } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { BlobsService } from '../blobs/blobs.service.js';
import { BLOB_STORE } from '../storage/tokens.js';
import { RunningHashes } from './running-hash.js';
import { SegmentAppend, type AppendRequest, type Appended } from './segment-append.js';
import { digestMismatch } from './upload-errors.js';

/** Makes one verified blob of the segments of a claimed upload. */
@Injectable()
export class BlobAssembly {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly reader: BlobsService,
    private readonly segments: SegmentAppend,
    private readonly hashes: RunningHashes,
  ) {}

  /** What to record, once the bytes are in their place. A hash that did not run along is made by reading back. Throws `digest-mismatch`; then nothing is left. */
  async assemble(request: AppendRequest, digest: Digest, hasMore: boolean): Promise<LinkBlob> {
    const { state, hash } = await this.lastSegment(request, hasMore);
    const location = await this.blobs.finish(state, digest);
    const computed = hash?.digest(digestAlgorithm(digest)) ?? (await this.reader.digestOf(location, digest));
    if (computed !== digest) {
      await this.blobs.cancel(state);
      await this.blobs.delete(location);
      throw digestMismatch(digest, computed);
    }
    const leftovers = state.locations.filter((segment) => segment !== location);
    return {
      repository: request.address.repository,
      digest,
      size: state.size,
      content: { location },
      leftovers,
    };
  }

  private async lastSegment(request: AppendRequest, hasMore: boolean): Promise<Appended> {
    const { address, upload } = request;
    if (hasMore || !upload.state) return this.segments.append(request);
    return { state: upload.state as UploadState, hash: this.hashes.take(address.uuid, upload.size) };
  }
}
