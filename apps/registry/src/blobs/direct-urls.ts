import type { BlobStore } from '@margo-registry/storage-core';
import type { BlobRow } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistrySettings } from '../settings.js';
import { BLOB_STORE, SETTINGS } from '../storage/tokens.js';

/** Seconds within which a download from a direct URL has to begin. */
const LIFE = 15 * 60;

/** Which blobs are better read from their store than through this process. */
@Injectable()
export class DirectUrls {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** A URL that needs no credentials; `undefined` for blobs that are small, lie with the facts, or in a store without URLs. */
  async find({ location, size }: BlobRow): Promise<string | undefined> {
    const { redirect } = this.settings.blobs;
    if (redirect === 'off' || location === null || size <= redirect) return undefined;
    return this.blobs.directUrl(location, LIFE);
  }
}

/** Milliseconds for which the bytes of deleted content stay: the grace time, and never less than a URL that was given out lives. */
export function graceOf({ blobs, collection }: RegistrySettings): number {
  return blobs.redirect === 'off' ? collection.grace : Math.max(collection.grace, LIFE * 1000);
}
