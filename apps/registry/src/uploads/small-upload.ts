import type { MetadataStore, UploadOutcome, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { tooMany } from './upload-claims.js';
import { outOfOrder, unknownUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';

/** Uploads whose bytes stay in their row because they have not outgrown the threshold. */
@Injectable()
export class SmallUpload {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** Writes `bytes` as the whole content; the write itself compares the size, so no claim is needed. The new size, or `undefined` while somebody holds a claim. */
  async keep(address: UploadAddress, expectedSize: number, bytes: Buffer): Promise<number | undefined> {
    const { uuid: id, repository, caller = null } = address;
    const { maxOpen } = this.settings.uploads;
    const kept = await this.metadata.commands.keepUploadBytes({
      id,
      repository,
      caller,
      expectedSize,
      bytes,
      maxOpen,
    });
    if (kept.outcome === 'kept') return bytes.length;
    if (kept.outcome === 'busy') return undefined;
    throw this.refusal(address, kept);
  }

  private refusal(address: UploadAddress, kept: UploadOutcome): Error {
    if (kept.outcome === 'mismatch') return outOfOrder(address, kept.upload.size);
    if (kept.outcome === 'too-many') return tooMany(this.settings.uploads.maxOpen);
    return unknownUpload(address.repository);
  }
}

/** All bytes of an upload with `more` behind them, or `undefined` when they are no matter for the row. */
export function smallBytes(
  row: Pick<UploadRow, 'state' | 'bytes' | 'size'> | undefined,
  more: Buffer | undefined,
  threshold: number,
): Buffer | undefined {
  if (!more || row?.state || (row?.size ?? 0) + more.length > threshold) return undefined;
  return row?.bytes ? Buffer.concat([row.bytes, more]) : more;
}
