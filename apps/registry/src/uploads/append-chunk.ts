import type { ByteRange } from '@margo-registry/oci';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { OpenUploads, checkLength, checkOffset, isClaimed } from './open-uploads.js';
import { only, peek } from './peek.js';
import { SegmentAppend } from './segment-append.js';
import { SmallUpload, smallBytes } from './small-upload.js';
import type { UploadAddress } from './upload-id.js';

/** end-5: adds a chunk. Small uploads stay in their row until they outgrow the threshold; larger ones get a segment per chunk. */
@Injectable()
export class AppendChunk {
  constructor(
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly uploads: OpenUploads,
    private readonly small: SmallUpload,
    private readonly segments: SegmentAppend,
  ) {}

  /**
   * Resolves with the size of the upload when the bytes are durable. Throws `blob-upload-unknown`, `size-invalid`,
   * `chunk-out-of-order`, `upload-busy`, `too-many-uploads`, and as the body does.
   */
  async append(address: UploadAddress, body: RequestBody, range: ByteRange | undefined): Promise<number> {
    checkLength(body, range);
    const row = await this.uploads.findRow(address);
    const size = row?.size ?? 0;
    const claimed = isClaimed(row);
    if (!claimed) checkOffset(address, size, range);
    const peeked = await peek(body.chunks(this.settings.uploads.maxSize - size), this.settings.blobs.inline);
    if (peeked.whole?.length === 0 && !claimed) return size;
    const bytes = claimed ? undefined : smallBytes(row, peeked.whole, this.settings.blobs.inline);
    const kept = bytes && (await this.small.keep(address, size, bytes));
    return kept ?? this.segments.extend(address, range, peeked.rest ?? only(peeked.whole));
  }
}
