import { OciError, parseDigest, type ByteRange, type Digest } from '@margo-registry/oci';
import type { BlobStore, UploadState } from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestBody } from '../http/request-body.js';
import { BLOB_STORE, METADATA } from '../storage/tokens.js';
import { AppendChunk } from './append-chunk.js';
import { FinishUpload } from './finish-upload.js';
import { OpenUploads } from './open-uploads.js';
import { RunningHash, RunningHashes } from './running-hash.js';
import { unknownUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';
import { WholeBlob } from './whole-blob.js';

/** The life of an upload, from the first request to the last. Each longer step is a file of its own beside this one. */
@Injectable()
export class UploadsService {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly uploads: OpenUploads,
    private readonly chunks: AppendChunk,
    private readonly finishing: FinishUpload,
    private readonly whole: WholeBlob,
    private readonly hashes: RunningHashes,
  ) {}

  /** Writes nothing. `algorithm` is the hint of END4-09; throws `digest-invalid` for one that is not known. */
  begin(repository: string, algorithm: string | null): UploadAddress {
    const address = this.uploads.begin(repository);
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

  /** Throws `blob-upload-unknown`. */
  getAddress(repository: string, id: string): UploadAddress {
    return this.uploads.getAddress(repository, id);
  }

  append(address: UploadAddress, body: RequestBody, range: ByteRange | undefined): Promise<number> {
    return this.chunks.append(address, body, range);
  }

  finish(
    address: UploadAddress,
    digest: string | null,
    body: RequestBody,
    range: ByteRange | undefined,
  ): Promise<Digest> {
    return this.finishing.finish(address, digest, body, range);
  }

  async pushWhole(repository: string, text: string, body: RequestBody): Promise<Digest> {
    const digest = parseDigest(text);
    await this.whole.push(repository, digest, body);
    return digest;
  }

  /** Bytes that are durable. Throws `blob-upload-unknown`. */
  async size(address: UploadAddress): Promise<number> {
    return (await this.uploads.findRow(address))?.size ?? 0;
  }

  /** Throws `blob-upload-unknown` when it has ended already. */
  async cancel(address: UploadAddress): Promise<void> {
    await this.uploads.findRow(address);
    const result = await this.metadata.commands.cancelUpload({
      id: address.uuid,
      repository: address.repository,
    });
    if (result.outcome !== 'cancelled') throw unknownUpload(address.repository);
    if (result.upload.state) await this.blobs.cancel(result.upload.state as UploadState);
  }
}
