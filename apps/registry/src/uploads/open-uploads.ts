import { OciError, type ByteRange } from '@margo-registry/oci';
import type { BlobStore, UploadState } from '@margo-registry/storage-core';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, METADATA, SETTINGS } from '../storage/tokens.js';
import { RunningHash, RunningHashes } from './running-hash.js';
import { outOfOrder, unknownUpload } from './upload-errors.js';
import { UploadIds, type UploadAddress } from './upload-id.js';

/** Which uploads there are, with and without a row, and where they stand: their beginning, their status, their cancelling. */
@Injectable()
export class OpenUploads {
  private readonly ids: UploadIds;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly hashes: RunningHashes,
  ) {
    this.ids = new UploadIds(metadata.identity.signingKey);
  }

  /** Writes nothing. `algorithm` is the hint of END4-09; throws `digest-invalid` for one that is not known. */
  begin(repository: string, algorithm: string | null): UploadAddress {
    const address = this.ids.mint(repository, this.metadata.now());
    if (algorithm === null || algorithm === 'sha256') return address;
    if (algorithm !== 'sha512') {
      throw new OciError('digest-invalid', {
        message: 'digest-algorithm must be sha256 or sha512',
        detail: { algorithm },
      });
    }
    this.hashes.keep(address.uuid, new RunningHash(['sha512']));
    return address;
  }

  /** Throws `blob-upload-unknown` for an id that was never given out in this repository. */
  getAddress(repository: string, id: string, caller: string | null): UploadAddress {
    const address = this.ids.find(repository, id);
    if (!address) throw unknownUpload(repository);
    return { ...address, caller };
  }

  /**
   * The row of an upload, or `undefined` while it has none. Throws `blob-upload-unknown` when it was cancelled or has
   * expired; a finished one is returned only to who can use it (`alsoDone`).
   */
  async findRow(address: UploadAddress, alsoDone = false): Promise<UploadRow | undefined> {
    const row = await this.metadata.queries.findUpload(address.uuid);
    const ended = row?.status === 'cancelled' || (row?.status === 'done' && !alsoDone);
    const expired = !row && address.startedAt + this.settings.uploads.expiry < this.metadata.now();
    if (ended || expired) throw unknownUpload(address.repository);
    return row;
  }

  /** Throws `blob-upload-unknown` when it has ended already. */
  async cancel(address: UploadAddress): Promise<void> {
    await this.findRow(address);
    const result = await this.metadata.commands.cancelUpload({
      id: address.uuid,
      repository: address.repository,
    });
    if (result.outcome !== 'cancelled') throw unknownUpload(address.repository);
    if (result.upload.state) await this.blobs.cancel(result.upload.state as UploadState);
  }
}

/** True while somebody may be writing: what the row says of the size is then about to change. */
export function isClaimed(row: UploadRow | undefined): boolean {
  return row?.status === 'appending' || row?.status === 'finishing';
}

/** `Content-Range` needs a length, and the same one (END5-05). Throws `size-invalid`; nothing has been read by then. */
export function checkLength(body: RequestBody, range: ByteRange | undefined): void {
  if (!range) return;
  const stated = range.end - range.start + 1;
  if (body.length === stated) return;
  throw new OciError('size-invalid', {
    message: `Content-Range names ${stated} bytes, Content-Length ${body.length ?? 'is absent'}; send both alike`,
    detail: { contentRange: stated, contentLength: body.length ?? null },
  });
}

/** Throws `chunk-out-of-order` unless the chunk begins where the upload stands (END5-03). */
export function checkOffset(address: UploadAddress, size: number, range: ByteRange | undefined): void {
  if (range && range.start !== size) throw outOfOrder(address, size);
}
