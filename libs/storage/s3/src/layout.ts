import { createHash, randomBytes } from 'node:crypto';
import type { BlobLocation, UploadState } from '@margo-registry/storage-core';

/** What a location stands for: an object, or a multipart upload that nobody completed. */
export interface Place {
  readonly key: string;
  readonly uploadId?: string;
}

const LOCATION = /^([0-9a-f]{32})(?:\.unfinished-([\w.~%-]{1,1024}))?$/;

/**
 * Where everything stands; no other file knows a key.
 *
 * ```
 * <prefix>store-id        the mark
 * <prefix>ping            written and removed to see what the service does
 * <prefix>blobs/3f0c…     a segment or a blob: the last segment of the key is its location
 * ```
 *
 * A multipart upload under way has the location `3f0c….unfinished-<upload id>`.
 */
export class Layout {
  readonly storeId: string;
  readonly probe: string;
  readonly #blobs: string;

  /** `prefix` is empty or a path such as `registry/one`. */
  constructor(prefix = '') {
    const root = prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`;
    this.storeId = `${root}store-id`;
    this.probe = `${root}ping`;
    this.#blobs = `${root}blobs/`;
  }

  /** Prefix of all keys that hold bytes. */
  get blobs(): string {
    return this.#blobs;
  }

  /** A free location. Random from its first character, so that a service spreads the load. */
  newBlob(): BlobLocation {
    return randomBytes(16).toString('hex');
  }

  /** Where the segments of `state` are joined: the same for every process that asks. */
  joinedBlob(state: UploadState): BlobLocation {
    const name = JSON.stringify([state.upload, ...state.locations]);
    return createHash('sha256').update(name).digest('hex').slice(0, 32);
  }

  /** Key of a location that this class made. */
  key(location: BlobLocation): string {
    return this.#blobs + location;
  }

  /** What stands at a location of any origin, or `undefined` where the text is no location of this driver. */
  findPlace(location: BlobLocation): Place | undefined {
    const [, name, encoded] = LOCATION.exec(location) ?? [];
    if (name === undefined || location.endsWith('\n')) return undefined;
    if (encoded === undefined) return { key: this.key(name) };
    const uploadId = decode(encoded);
    return uploadId === undefined ? undefined : { key: this.key(name), uploadId };
  }

  /** The location of an object or an unfinished upload, or `undefined` where the key is none of this driver's. */
  findLocation({ key, uploadId }: Place): BlobLocation | undefined {
    if (!key.startsWith(this.#blobs)) return undefined;
    const name = key.slice(this.#blobs.length);
    const location = uploadId === undefined ? name : `${name}.unfinished-${encodeURIComponent(uploadId)}`;
    return this.findPlace(location) && location;
  }

  /** The key behind which a list must begin so that it misses no location behind `after`. */
  startKey(after: BlobLocation): string {
    return this.#blobs + (/^[0-9a-f]{1,32}/.exec(after)?.[0] ?? '');
  }
}

/** Only the one encoding that {@link Layout.findLocation} writes, so that no place has two locations. */
function decode(encoded: string): string | undefined {
  try {
    const text = decodeURIComponent(encoded);
    return encodeURIComponent(text) === encoded ? text : undefined;
  } catch {
    return undefined;
  }
}
