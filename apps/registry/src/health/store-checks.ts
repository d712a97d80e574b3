import type { BlobStore } from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { BLOB_STORE, METADATA } from '../storage/tokens.js';
import { inTime } from './in-time.js';

/** What can be asked of the process and its stores; each answers under its own name. */
@Injectable()
export class StoreChecks {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  all(): (() => Promise<HealthIndicatorResult>)[] {
    return [
      () => this.check('metadata', () => this.metadata.ping()),
      () => this.check('blobs', () => this.blobs.ping()),
    ];
  }

  /** `up`, or `down` with the sentence that `ask` rejects with, or that it does not answer in time. */
  async check(name: string, ask: () => Promise<void>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      await inTime(ask());
      return indicator.up();
    } catch (error) {
      return indicator.down({ message: (error as Error).message });
    }
  }
}
