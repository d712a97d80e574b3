import { createHash, randomBytes } from 'node:crypto';
import type { BlobLocation, UploadState } from '@margo-registry/storage-core';

const LOCATION = /^[0-9a-f]{32}$/;

/**
 * What the blobs of the container are called; no other file knows a name.
 *
 * ```
 * <prefix>store-id      the mark
 * <prefix>ping          written over by every ping
 * <prefix>blobs/3f0c…   a segment or a blob; its location is the name behind the last slash
 * ```
 */
export class Layout {
  readonly storeId: string;
  readonly ping: string;
  /** What the name of every segment and blob begins with. */
  readonly blobs: string;

  /** `prefix` is empty or ends in a slash. */
  constructor(prefix: string) {
    this.storeId = `${prefix}store-id`;
    this.ping = `${prefix}ping`;
    this.blobs = `${prefix}blobs/`;
  }

  newLocation(): BlobLocation {
    return randomBytes(16).toString('hex');
  }

  /** Where the segments of `state` are joined: the same for every process that asks. */
  joinedLocation(state: UploadState): BlobLocation {
    const name = JSON.stringify([state['upload'], ...state.locations]);
    return createHash('sha256').update(name).digest('hex').slice(0, 32);
  }

  /** The name of the blob at a location, or `undefined` where the text is not a location of this driver. */
  findName(location: BlobLocation): string | undefined {
    return LOCATION.test(location) ? this.blobs + location : undefined;
  }

  /** The location of a listed blob, or `undefined` for one that somebody else put there. */
  findLocation(name: string): BlobLocation | undefined {
    const location = name.slice(this.blobs.length);
    return this.findName(location) === name ? location : undefined;
  }
}
