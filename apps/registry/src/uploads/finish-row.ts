import type { ByteRange, Digest } from '@margo-registry/oci';
import type { LinkBlob, MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { BlobAssembly } from './blob-assembly.js';
import { checkOffset } from './open-uploads.js';
import { only, peek } from './peek.js';
import { SmallUpload } from './small-upload.js';
import { UploadClaims } from './upload-claims.js';
import { busyUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';
import { digestOf, verify } from './whole-blob.js';

/** What the closing request brings. */
export interface LastChunk {
  readonly body: RequestBody;
  readonly range: ByteRange | undefined;
  /** Bytes that were there when it came in. */
  readonly size: number;
}

/** Closes an upload that has left bytes behind: under a claim, and in one transaction with its row. */
@Injectable()
export class FinishRow {
  private readonly small: SmallUpload;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly claims: UploadClaims,
    private readonly assembly: BlobAssembly,
  ) {
    this.small = new SmallUpload(metadata, settings);
  }

  /** Throws `digest-mismatch`, `chunk-out-of-order`, `upload-busy`, and as the body does. */
  async finish(address: UploadAddress, digest: Digest, { body, range, size }: LastChunk): Promise<void> {
    const peeked = await peek(body.chunks(this.settings.uploads.maxSize - size), this.settings.blobs.inline);
    await this.claims.hold(address, 'finishing', async (upload, signal) => {
      checkOffset(address, upload.size, range);
      const bytes = this.small.bytesWith(upload, peeked.whole);
      const chunks = peeked.rest ?? only(peeked.whole);
      const hasMore = peeked.whole?.length !== 0;
      const link = bytes
        ? linkOf(address, digest, bytes)
        : await this.assembly.assemble({ address, upload, chunks, signal, final: true }, digest, hasMore);
      const { outcome } = await this.metadata.commands.linkBlob({
        ...link,
        upload: { id: upload.id, fence: upload.fence },
      });
      if (outcome === 'lost-claim') throw busyUpload(address, upload.size);
    });
  }
}

function linkOf({ repository }: UploadAddress, digest: Digest, payload: Buffer): LinkBlob {
  verify(digest, digestOf(digest, payload));
  return { repository, digest, size: payload.length, content: { payload } };
}
