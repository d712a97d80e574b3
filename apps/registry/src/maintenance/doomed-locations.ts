import type { BlobStore } from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { graceOf } from '../blobs/direct-urls.js';
import { LOGGER } from '../http/logger.js';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, METADATA, SETTINGS } from '../storage/tokens.js';
import { ReadOnlyMode } from './read-only/read-only-mode.js';

const BATCH = 100;
const MINUTE = 60_000;

/** Deletes bytes whose facts are gone. What cannot be deleted now stays written down and is tried again. */
@Injectable()
export class DoomedLocations {
  private readonly mode: ReadOnlyMode;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.mode = ReadOnlyMode.of(metadata);
  }

  /** Milliseconds between two rounds; bytes do not wait longer than the collector does. */
  get interval(): number {
    return Math.min(MINUTE, this.settings.collection.interval);
  }

  /** Resolves with the number of locations whose bytes are gone; ends early when none of a batch could be deleted, and while the registry is read-only. */
  async delete(now = this.metadata.now()): Promise<number> {
    let total = 0;
    for (;;) {
      const doomed = await this.metadata.queries.listDoomedLocations(now - graceOf(this.settings), BATCH);
      const gone = await this.deleteEach(doomed);
      if (gone.length > 0) await this.metadata.commands.forgetDoomedLocations({ locations: gone });
      total += gone.length;
      if (gone.length === 0 || doomed.length < BATCH) return total;
    }
  }

  private async deleteEach(locations: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    for (const location of locations) {
      if (await this.mode.isOn()) break;
      try {
        await this.blobs.delete(location);
        gone.push(location);
      } catch (error) {
        this.logger.warn(
          { err: error, location },
          'bytes of deleted content could not be removed; they will be tried again',
        );
      }
    }
    return gone;
  }
}
