import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { BlobLocation, StoredBlob } from '@margo-registry/storage-core';
import { DirectorySync } from './directory-sync.js';
import { DurableDirectories } from './durable-directories.js';
import { codedError, ignoring } from './file-error.js';
import type { FileFunctions } from './file-functions.js';
import { findFile, listFiles } from './file-list.js';
import type { Layout, Place } from './layout.js';
import { SegmentWriter } from './segment-writer.js';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Follows no symbolic link and does not wait at a named pipe. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The files of locations: written whole and durable, read, found, removed. Throws the system's errors as they are. */
export class BlobFiles {
  readonly #directorySync: DirectorySync;
  readonly #directories: DurableDirectories;

  constructor(
    private readonly files: FileFunctions,
    private readonly layout: Layout,
  ) {
    this.#directorySync = new DirectorySync(files);
    this.#directories = new DurableDirectories(files, this.#directorySync);
  }

  /** Writes a file under a location that nobody else has. Resolves with its durable size; without a byte there is no file. */
  async write(location: BlobLocation, chunks: AsyncIterable<Uint8Array>): Promise<number> {
    const { directory, path } = this.layout.findPlace(location) as Place;
    const writer = new SegmentWriter(this.files, path);
    try {
      await this.#directories.ensure(directory);
      for await (const chunk of chunks) await writer.write(chunk);
      if ((await writer.end()) > 0) await this.#directorySync.sync(directory);
      return writer.size;
    } catch (error) {
      this.#directories.forget(directory);
      await writer.discard();
      throw error;
    }
  }

  /** As {@link write}, but the name appears with the whole content, also an empty one, and replaces a file of that name. */
  async writeAtOnce(location: BlobLocation, chunks: Chunks): Promise<void> {
    const { directory, path } = this.layout.findPlace(location) as Place;
    await this.#directories.ensure(directory);
    await this.writeTemporary(chunks, (temporary) => this.files.rename(temporary, path));
    await this.syncName(location);
  }

  /** Writes a whole file under a temporary name, gives its path to `publish`, and removes the temporary name if it still stands. */
  async writeTemporary(chunks: Chunks, publish: (path: string) => Promise<void>): Promise<void> {
    const { directory, path } = this.layout.findPlace(this.layout.newTemporary()) as Place;
    const writer = new SegmentWriter(this.files, path);
    try {
      await this.#directories.ensure(directory);
      await writer.create();
      for await (const chunk of chunks) await writer.write(chunk);
      await writer.end();
      await publish(path);
    } catch (error) {
      this.#directories.forget(directory);
      throw error;
    } finally {
      await writer.discard();
    }
  }

  /** Makes the name of a file durable that stands already. */
  async syncName(location: BlobLocation): Promise<void> {
    await this.#directorySync.sync((this.layout.findPlace(location) as Place).directory);
  }

  async syncRoot(): Promise<void> {
    await this.#directorySync.sync(this.layout.root);
  }

  /** Throws `ENOENT` where nothing can stand or stands there. */
  async open(location: BlobLocation): Promise<FileHandle> {
    const place = this.layout.findPlace(location);
    if (place === undefined) throw codedError('ENOENT', 'not a location of this driver');
    await this.#directories.check(place.directory);
    return this.files.open(place.path, READ_FLAGS);
  }

  /** Bytes at all of `locations` together, or `undefined` where one has no file. */
  async findSize(locations: readonly BlobLocation[]): Promise<number | undefined> {
    let sum = 0;
    for (const location of locations) {
      const file = await findFile(this.files, this.layout, location);
      if (file === undefined) return undefined;
      sum += file.size;
    }
    return sum;
  }

  async remove(location: BlobLocation): Promise<void> {
    const place = this.layout.findPlace(location);
    if (place === undefined) return;
    const missing = ignoring('ENOENT');
    await this.#directories
      .check(place.directory)
      .then(() => this.files.unlink(place.path))
      .catch(missing);
  }

  list(after: BlobLocation): AsyncGenerator<StoredBlob> {
    return listFiles(this.files, this.layout, after);
  }
}
