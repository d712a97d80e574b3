import type { ByteRange, Digest } from '@margo-registry/oci';
import type { LinkBlob, MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { BlobAssembly, type AssembledBlob } from './blob-assembly.js';
import { checkOffset } from './open-uploads.js';
import { only, peek, type Peeked } from './peek.js';
import { smallBytes } from './small-upload.js';
import { UploadClaims } from './upload-claims.js';
import { busyUpload, digestMismatch } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';
import { digestOf, verify } from './whole-blob.js';

/** What the closing request brings. */
export interface LastChunk {
  readonly body: RequestBody;
  readonly range: ByteRange | undefined;
  /** Bytes that were there when it came in. */
  readonly size: number;
}

interface Claimed {
  readonly address: UploadAddress;
  readonly upload: UploadRow;
  readonly signal: AbortSignal;
}

/** Closes an upload that has left bytes behind: under a claim, and in one transaction with its row. */
@Injectable()
export class FinishRow {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly claims: UploadClaims,
    private readonly assembly: BlobAssembly,
  ) {}

  /** Throws `digest-mismatch`, `chunk-out-of-order`, `upload-busy`, and as the body does. */
  async finish(address: UploadAddress, digest: Digest, { body, range, size }: LastChunk): Promise<void> {
    const { inline } = this.settings.blobs;
    const peeked = await peek(body.chunks(this.settings.uploads.maxSize - size), inline);
    await this.claims.hold(address, 'finishing', async (upload, signal) => {
      checkOffset(address, upload.size, range);
      const claimed = { address, upload, signal };
      const bytes = smallBytes(upload, peeked.whole, inline);
      if (bytes) await this.linkSmall(claimed, digest, bytes);
      else await this.linkAssembled(claimed, digest, peeked);
    });
  }

  private async linkSmall({ address, upload }: Claimed, digest: Digest, payload: Buffer): Promise<void> {
    verify(digest, digestOf(digest, payload));
    const { repository } = address;
    const linked = await this.link(upload, {
      repository,
      digest,
      size: payload.length,
      content: { payload },
    });
    if (!linked) throw busyUpload(address, upload.size);
  }

  private async linkAssembled(claimed: Claimed, digest: Digest, peeked: Peeked): Promise<void> {
    const { address, upload } = claimed;
    const chunks = peeked.rest ?? only(peeked.whole);
    const blob = await this.assembly.assemble(
      { ...claimed, chunks, final: true },
      digest,
      peeked.whole?.length !== 0,
    );
    if (blob.digest !== digest) return this.refuse(claimed, digest, blob);
    const { state, location } = blob;
    const leftovers = state.locations.filter((segment) => segment !== location);
    const { repository } = address;
    if (await this.link(upload, { repository, digest, size: state.size, content: { location }, leftovers }))
      return;
    await this.assembly.removeOwn(blob, upload);
    throw busyUpload(address, upload.size);
  }

  private async link({ id, fence }: UploadRow, link: LinkBlob): Promise<boolean> {
    const { outcome } = await this.metadata.commands.linkBlob({
      ...link,
      upload: { id, fence },
      freshFor: this.settings.collection.freshFor,
    });
    return outcome === 'linked';
  }

  /** Bytes may go only once the fence has proven that nobody else builds on them. */
  private async refuse({ address, upload }: Claimed, stated: Digest, blob: AssembledBlob): Promise<never> {
    const { id, repository, fence } = upload;
    const { outcome } = await this.metadata.commands.cancelUpload({ id, repository, fence });
    if (outcome === 'cancelled') await this.assembly.removeAll(blob);
    else await this.assembly.removeOwn(blob, upload);
    throw outcome === 'lost-claim' ? busyUpload(address, upload.size) : digestMismatch(stated, blob.digest);
  }
}
