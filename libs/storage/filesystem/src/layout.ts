import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { BlobLocation, UploadState } from '@margo-registry/storage-core';

/** A file below the store's directory. */
export interface Place {
  readonly directory: string;
  readonly path: string;
}

const LOCATION = /^(?:([0-9a-f]{2})[0-9a-f]{30}|(temporary)-[0-9a-f]{32})$/;
const DIRECTORY = /^(?:[0-9a-f]{2}|temporary)$/;
const NAMES_PER_SHARD = 256;

/**
 * Where everything stands; no other file knows a path.
 *
 * ```
 * store-id                  the mark
 * 3f/3f0c…                  a segment or a blob: its location is the file's name, the first two characters its directory
 * temporary/temporary-9a…   a file that is not whole yet
 * ```
 */
export class Layout {
  readonly storeId: string;
  #shard = '';
  #namesLeft = 0;

  constructor(readonly root: string) {
    this.storeId = join(root, 'store-id');
  }

  /** A free location. Neighbours in time share a directory, so that one fsync of it can serve several writers. */
  newBlob(): BlobLocation {
    if (this.#namesLeft === 0) {
      this.#shard = randomBytes(1).toString('hex');
      this.#namesLeft = NAMES_PER_SHARD;
    }
    this.#namesLeft -= 1;
    return this.#shard + randomBytes(15).toString('hex');
  }

  newTemporary(): BlobLocation {
    return `temporary-${randomBytes(16).toString('hex')}`;
  }

  /** Where the segments of `state` are joined: the same for every process that asks. */
  joinedBlob(state: UploadState): BlobLocation {
    const name = JSON.stringify([state.upload, ...state.locations]);
    return createHash('sha256').update(name).digest('hex').slice(0, 32);
  }

  /** The file of a location, or `undefined` where the text is not a location of this driver. */
  findPlace(location: BlobLocation): Place | undefined {
    const [, shard, temporary] = LOCATION.exec(location) ?? [];
    const directory = shard ?? temporary;
    if (directory === undefined) return undefined;
    return { directory: join(this.root, directory), path: join(this.root, directory, location) };
  }

  /** True for the names in the root that hold files of locations. */
  isDirectory(name: string): boolean {
    return DIRECTORY.test(name);
  }

  /** True for the names that belong into `directory` of the root. */
  isLocationIn(directory: string, name: string): boolean {
    const place = this.findPlace(name);
    return place !== undefined && dirname(place.path) === join(this.root, directory);
  }
}
