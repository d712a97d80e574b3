import { OciError } from '@margo-registry/oci';
import type { MetadataStore, UploadRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { busyUpload, unknownUpload } from './upload-errors.js';
import type { UploadAddress } from './upload-id.js';

const LEASE = 10_000;
const HEARTBEAT = 3_000;
const RETRY = 100;

/** One writer at a time on an upload, on any replica: a claim with a fence and a lease that is renewed while it works. */
@Injectable()
export class UploadClaims {
  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /**
   * Runs `work` under a claim and frees it afterwards if the work did not end it itself. The signal aborts when the
   * claim is lost. Waits for another writer as long as a dead one's lease could last, then throws `upload-busy`.
   */
  async hold<T>(
    address: UploadAddress,
    purpose: 'appending' | 'finishing',
    work: (upload: UploadRow, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const upload = await this.claim(address, purpose, Date.now() + LEASE);
    const lost = new AbortController();
    const heartbeat = setInterval(() => void this.renew(upload, lost), HEARTBEAT);
    try {
      return await work(upload, lost.signal);
    } catch (error) {
      await this.metadata.commands.releaseUpload({ id: upload.id, fence: upload.fence });
      throw lost.signal.aborted ? busyUpload(address, upload.size) : error;
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async claim(
    address: UploadAddress,
    purpose: 'appending' | 'finishing',
    deadline: number,
  ): Promise<UploadRow> {
    for (;;) {
      const result = await this.metadata.commands.claimUpload({
        id: address.uuid,
        repository: address.repository,
        caller: address.caller ?? null,
        leaseMilliseconds: LEASE,
        purpose,
        create: true,
        maxOpen: this.settings.uploads.maxOpen,
      });
      if (result.outcome === 'claimed') return result.upload;
      if (result.outcome === 'too-many') throw tooMany(this.settings.uploads.maxOpen);
      if (result.outcome !== 'busy') throw unknownUpload(address.repository);
      if (Date.now() > deadline) throw busyUpload(address, result.upload.size);
      await sleep(RETRY);
    }
  }

  private async renew(upload: UploadRow, lost: AbortController): Promise<void> {
    try {
      const renewed = await this.metadata.commands.renewUpload({
        id: upload.id,
        fence: upload.fence,
        leaseMilliseconds: LEASE,
      });
      if (renewed.outcome === 'lost-claim') lost.abort();
    } catch {
      // A renewal that fails is tried again at the next beat; the lease outlives two of them.
    }
  }
}

export function tooMany(maximum: number): OciError {
  return new OciError('too-many-uploads', { detail: { maximum }, headers: { 'Retry-After': '60' } });
}
