import { OciError, type ByteRange } from '@margo-registry/oci';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { outOfOrder, unknownUpload } from './upload-errors.js';
import { UploadIds, type UploadAddress } from './upload-id.js';

/** Which uploads there are, with and without a row, and where they stand. */
@Injectable()
export class OpenUploads {
  private readonly ids: UploadIds;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {
    this.ids = new UploadIds(metadata.identity.signingKey);
  }

  begin(repository: string): UploadAddress {
    return this.ids.mint(repository, Date.now());
  }

  /** Throws `blob-upload-unknown` for an id that was never given out in this repository. */
  getAddress(repository: string, id: string): UploadAddress {
    const address = this.ids.find(repository, id);
    if (!address) throw unknownUpload(repository);
    return address;
  }

  /**
   * The row of an upload, or `undefined` while it has none. Throws `blob-upload-unknown` when it was cancelled or has
   * expired; a finished one is returned only to who can use it (`alsoDone`).
   */
  async findRow(address: UploadAddress, alsoDone = false): Promise<UploadRow | undefined> {
    const row = await this.metadata.queries.findUpload(address.uuid);
    const ended = row?.status === 'cancelled' || (row?.status === 'done' && !alsoDone);
    const expired = !row && address.startedAt + this.settings.uploads.expiry < Date.now();
    if (ended || expired) throw unknownUpload(address.repository);
    return row;
  }
}

/** `Content-Range` needs a length, and the same one (END5-05). Throws `size-invalid`; nothing has been read by then. */
export function checkLength(body: RequestBody, range: ByteRange | undefined): void {
  if (!range) return;
  const stated = range.end - range.start + 1;
  if (body.length !== stated) {
    throw new OciError('size-invalid', {
      message: `Content-Range names ${stated} bytes, Content-Length ${body.length ?? 'is absent'}; send both alike`,
      detail: { contentRange: stated, contentLength: body.length ?? null },
    });
  }
}

/** Throws `chunk-out-of-order` unless the chunk begins where the upload stands (END5-03). */
export function checkOffset(address: UploadAddress, size: number, range: ByteRange | undefined): void {
  if (range && range.start !== size) throw outOfOrder(address, size);
}
