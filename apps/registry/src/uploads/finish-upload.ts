import { digestAlgorithm, parseDigest, type ByteRange, type Digest } from '@margo-registry/oci';
import type { BlobStore, UploadState } from '@margo-registry/storage-core';
import type { LinkBlob, MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { BlobsService } from '../blobs/blobs.service.js';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, METADATA, SETTINGS } from '../storage/tokens.js';
import { OpenUploads, checkLength, checkOffset } from './open-uploads.js';
import { only, peek, type Peeked } from './peek.js';
import { RunningHashes } from './running-hash.js';
import { SegmentAppend, type Appended } from './segment-append.js';
import { UploadClaims } from './upload-claims.js';
import { busyUpload, digestMismatch, unknownUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';
import { WholeBlob, digestOf, verify } from './whole-blob.js';

/** end-6: closes an upload, with the last chunk or without. Nothing is visible before its digest has been verified. */
@Injectable()
export class FinishUpload {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly reader: BlobsService,
    private readonly uploads: OpenUploads,
    private readonly claims: UploadClaims,
    private readonly segments: SegmentAppend,
    private readonly hashes: RunningHashes,
    private readonly whole: WholeBlob,
  ) {}

  /**
   * Resolves with the digest when the blob is durable and linked. A malformed digest (`digest-invalid`) keeps the
   * upload, a wrong one (`digest-mismatch`) ends it. Repeated after a lost answer: the same success.
   */
  async finish(
    address: UploadAddress,
    digestText: string | null,
    body: RequestBody,
    range: ByteRange | undefined,
  ): Promise<Digest> {
    const digest = parseDigest(digestText ?? '');
    checkLength(body, range);
    const row = await this.uploads.findRow(address, true);
    if (row?.status === 'done') return repeated(row, digest);
    if (row?.status !== 'appending') checkOffset(address, row?.size ?? 0, range);
    try {
      if (row) await this.finishRow(address, digest, { body, range, size: row.size });
      else await this.whole.push(address.repository, digest, body);
    } catch (error) {
      if (isMismatch(error))
        await this.metadata.commands.cancelUpload({ id: address.uuid, repository: address.repository });
      throw error;
    }
    return digest;
  }

  private async finishRow(
    address: UploadAddress,
    digest: Digest,
    rest: { body: RequestBody; range: ByteRange | undefined; size: number },
  ): Promise<void> {
    const peeked = await peek(
      rest.body.chunks(this.settings.uploads.maxSize - rest.size),
      this.settings.blobs.inline,
    );
    await this.claims.hold(address, 'finishing', async (upload, signal) => {
      checkOffset(address, upload.size, rest.range);
      const small = this.smallBytes(upload, peeked);
      const link = small
        ? this.linkSmall(address, digest, small)
        : await this.linkStored(address, digest, { upload, peeked, signal });
      const { outcome } = await this.metadata.commands.linkBlob({
        ...link,
        upload: { id: upload.id, fence: upload.fence },
      });
      if (outcome === 'lost-claim') throw busyUpload(address, upload.size);
    });
  }

  /** All bytes of an upload that never outgrew the threshold. */
  private smallBytes(upload: UploadRow, { whole }: Peeked): Buffer | undefined {
    if (!whole || upload.state || upload.size + whole.length > this.settings.blobs.inline) return undefined;
    return upload.bytes ? Buffer.concat([upload.bytes, whole]) : whole;
  }

  private linkSmall(address: UploadAddress, digest: Digest, payload: Buffer): LinkBlob {
    verify(digest, digestOf(digest, payload));
    return { repository: address.repository, digest, size: payload.length, content: { payload } };
  }

  private async linkStored(
    address: UploadAddress,
    digest: Digest,
    { upload, peeked, signal }: { upload: UploadRow; peeked: Peeked; signal: AbortSignal },
  ): Promise<LinkBlob> {
    const { state, hash } = await this.lastSegment(address, upload, peeked, signal);
    const location = await this.blobs.finish(state, digest);
    const computed = hash?.digest(digestAlgorithm(digest)) ?? (await this.reader.digestOf(location, digest));
    if (computed !== digest) {
      await this.blobs.cancel(state);
      await this.blobs.delete(location);
      throw digestMismatch(digest, computed);
    }
    const leftovers = state.locations.filter((segment) => segment !== location);
    return { repository: address.repository, digest, size: state.size, content: { location }, leftovers };
  }

  private async lastSegment(
    address: UploadAddress,
    upload: UploadRow,
    peeked: Peeked,
    signal: AbortSignal,
  ): Promise<Appended> {
    const isEmpty = peeked.whole?.length === 0;
    if (isEmpty && upload.state)
      return { state: upload.state as UploadState, hash: this.hashes.take(address.uuid, upload.size) };
    return this.segments.append({
      address,
      upload,
      chunks: peeked.rest ?? only(peeked.whole),
      signal,
      final: true,
    });
  }
}

function repeated(row: UploadRow, digest: Digest): Digest {
  if (row.digest !== digest) throw unknownUpload(row.repository);
  return digest;
}

function isMismatch(error: unknown): boolean {
  return (error as { reason?: unknown }).reason === 'digest-mismatch';
}
