import type { ByteRange } from '@margo-registry/oci';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { OpenUploads, checkLength, checkOffset } from './open-uploads.js';
import { only, peek, type Peeked } from './peek.js';
import { RunningHashes } from './running-hash.js';
import { SegmentAppend } from './segment-append.js';
import { UploadClaims, tooMany } from './upload-claims.js';
import { outOfOrder, unknownUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';

/** end-5: adds a chunk. Small uploads stay in their row until they outgrow the threshold; larger ones get a segment per chunk. */
@Injectable()
export class AppendChunk {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly uploads: OpenUploads,
    private readonly claims: UploadClaims,
    private readonly segments: SegmentAppend,
    private readonly hashes: RunningHashes,
  ) {}

  /**
   * Resolves with the size of the upload when the bytes are durable. Throws `blob-upload-unknown`, `size-invalid`,
   * `chunk-out-of-order`, `upload-busy`, `too-many-uploads`, and as the body does.
   */
  async append(address: UploadAddress, body: RequestBody, range: ByteRange | undefined): Promise<number> {
    checkLength(body, range);
    const row = await this.uploads.findRow(address);
    const size = row?.size ?? 0;
    if (!isClaimed(row)) checkOffset(address, size, range);
    const peeked = await peek(body.chunks(this.settings.uploads.maxSize - size), this.settings.blobs.inline);
    if (peeked.whole?.length === 0 && !isClaimed(row)) return size;
    return (await this.keepSmall(address, row, peeked)) ?? (await this.appendSegment(address, range, peeked));
  }

  /** The new size, or `undefined` when this is not a matter for the row. */
  private async keepSmall(
    address: UploadAddress,
    row: UploadRow | undefined,
    { whole }: Peeked,
  ): Promise<number | undefined> {
    const size = row?.size ?? 0;
    if (!whole || row?.state || isClaimed(row) || size + whole.length > this.settings.blobs.inline)
      return undefined;
    const bytes = row?.bytes ? Buffer.concat([row.bytes, whole]) : whole;
    const maxOpen = this.settings.uploads.maxOpen;
    const { repository, uuid } = address;
    const kept = await this.metadata.commands.keepUploadBytes({
      id: uuid,
      repository,
      caller: null,
      expectedSize: size,
      bytes,
      maxOpen,
    });
    if (kept.outcome === 'kept') return bytes.length;
    if (kept.outcome === 'busy') return undefined;
    if (kept.outcome === 'mismatch') throw outOfOrder(address, kept.upload.size);
    throw kept.outcome === 'too-many' ? tooMany(maxOpen) : unknownUpload(repository);
  }

  private appendSegment(
    address: UploadAddress,
    range: ByteRange | undefined,
    peeked: Peeked,
  ): Promise<number> {
    return this.claims.hold(address, 'appending', async (upload, signal) => {
      checkOffset(address, upload.size, range);
      const chunks = peeked.rest ?? only(peeked.whole);
      const { state, hash } = await this.segments.append({ address, upload, chunks, signal });
      await this.segments.publish(address, upload, state);
      if (hash) this.hashes.keep(address.uuid, hash);
      return state.size;
    });
  }
}

function isClaimed(row: UploadRow | undefined): boolean {
  return row?.status === 'appending' || row?.status === 'finishing';
}
