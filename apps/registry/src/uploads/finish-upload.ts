import { isOciError, parseDigest, type ByteRange, type Digest } from '@margo-registry/oci';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import { METADATA } from '../storage/tokens.js';
import { FinishRow } from './finish-row.js';
import { OpenUploads, checkLength, checkOffset, isClaimed } from './open-uploads.js';
import { unknownUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';
import { WholeBlob } from './whole-blob.js';

/** end-6: closes an upload, with the last chunk or without. Nothing is visible before its digest has been verified. */
@Injectable()
export class FinishUpload {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    private readonly uploads: OpenUploads,
    private readonly whole: WholeBlob,
    private readonly rows: FinishRow,
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
    if (!isClaimed(row)) checkOffset(address, row?.size ?? 0, range);
    try {
      if (row) await this.rows.finish(address, digest, { body, range, size: row.size });
      else await this.whole.push(address.repository, digest, body);
    } catch (error) {
      if (isOciError(error, 'digest-mismatch')) {
        await this.metadata.commands.cancelUpload({ id: address.uuid, repository: address.repository });
      }
      throw error;
    }
    return digest;
  }
}

function repeated(row: UploadRow, digest: Digest): Digest {
  if (row.digest !== digest) throw unknownUpload(row.repository);
  return digest;
}
