import type { BlobStore, UploadState } from '@margo-registry/storage-core';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, METADATA, SETTINGS } from '../storage/tokens.js';
import { ReadOnlyMode } from './read-only/read-only-mode.js';

const BATCH = 100;
/** A client that lost the answer to its last request may repeat it for so long. */
const ANSWERABLE = 3_600_000;

/** Ends uploads that nobody touched, removes their segments, and forgets ended ones when their ids can no longer be used. */
@Injectable()
export class UploadExpiry {
  private readonly mode: ReadOnlyMode;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {
    this.mode = ReadOnlyMode.of(metadata);
  }

  /** Resolves with the number of uploads that expired; none does while the registry is read-only. */
  async expire(now = this.metadata.now()): Promise<number> {
    const before = now - this.settings.uploads.expiry;
    let total = 0;
    for (;;) {
      const expired = await this.metadata.queries.listExpiredUploads(before, now, BATCH);
      for (const upload of expired) {
        if (await this.mode.isOn()) return total;
        await this.end(upload, now);
        total += 1;
      }
      if (expired.length < BATCH) break;
    }
    if (await this.mode.isOn()) return total;
    await this.metadata.commands.forgetUploads({ before: Math.min(before, now - ANSWERABLE), limit: 1000 });
    return total;
  }

  /** By the same fence as a writer's claim, so a client that comes back at this moment either wins or is told. */
  private async end(upload: UploadRow, now: number): Promise<void> {
    const result = await this.metadata.commands.cancelUpload({
      id: upload.id,
      repository: upload.repository,
      fence: upload.fence,
      now,
    });
    if (result.outcome === 'cancelled' && upload.state) await this.blobs.cancel(upload.state as UploadState);
  }
}
