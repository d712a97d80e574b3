import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import {
  InterruptibleSource,
  type AppendOptions,
  type BlobLocation,
  type BlobStore,
  type ByteRange,
  type StorageError,
  type StoredBlob,
  type UploadState,
} from '@margo-registry/storage-core';
import { BlobFiles } from './blob-files.js';
import { DRIVER, FileDamaged, fileError, toStorageError, type FileErrorContext } from './file-error.js';
import { NODE_FILE_FUNCTIONS, type FileFunctions } from './file-functions.js';
import { Layout } from './layout.js';
import { readLoop } from './read-loop.js';
import { StoreMark } from './store-mark.js';

/** Blobs as files below one directory; how, says the package's README. */
export class FilesystemBlobStore implements BlobStore {
  readonly driver = DRIVER;
  readonly #layout: Layout;
  readonly #files: BlobFiles;
  readonly #mark: StoreMark;
  #closed = false;

  /** `directory` is an absolute path, made when the first byte comes. `files` is for tests. */
  constructor(directory: string, files: FileFunctions = NODE_FILE_FUNCTIONS) {
    this.#layout = new Layout(directory);
    this.#files = new BlobFiles(files, this.#layout);
    this.#mark = new StoreMark(files, this.#layout, this.#files);
  }

  begin(): UploadState {
    this.#checkOpen('begin');
    return { size: 0, locations: [], upload: randomBytes(16).toString('hex') };
  }

  append(
    state: UploadState,
    chunks: AsyncIterable<Uint8Array>,
    options: AppendOptions = {},
  ): Promise<UploadState> {
    return this.#attempt({ operation: 'append', state }, async () => {
      // The last one stands for all: to look at each would make an upload of many appends slower with each of them.
      if ((await this.#files.findSize(state.locations.slice(-1))) === undefined) throw segmentsGone('append');
      const source = new InterruptibleSource(chunks, options.signal);
      const location = this.#layout.newBlob();
      const next = withSegment(state, location, await this.#files.write(location, source));
      if (source.interruption === undefined) return next;
      const { reason } = source.interruption;
      throw fileError('interrupted', { operation: 'append', state: next }, 'the bytes ended early', reason);
    });
  }

  finish(state: UploadState, _digest: string): Promise<BlobLocation> {
    return this.#attempt({ operation: 'finish', missing: 'upload-unknown' }, async () => {
      const [only, ...others] = state.locations;
      if (only === undefined || others.length > 0) return this.#join(state);
      if ((await this.#files.findSize([only])) !== state.size) throw segmentsGone('finish');
      return only;
    });
  }

  cancel(state: UploadState): Promise<void> {
    return this.#attempt({ operation: 'cancel' }, async () => {
      for (const location of [...state.locations, this.#layout.joinedBlob(state)])
        await this.#files.remove(location);
    });
  }

  async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    this.#checkOpen('open');
    signal?.throwIfAborted();
    try {
      yield* this.#read(location, range, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw toStorageError(error, { operation: 'open', missing: 'not-found' });
    }
  }

  delete(location: BlobLocation): Promise<void> {
    return this.#attempt({ operation: 'delete' }, () => this.#files.remove(location));
  }

  async *list(after: BlobLocation = ''): AsyncGenerator<StoredBlob> {
    this.#checkOpen('list');
    try {
      yield* this.#files.list(after);
    } catch (error) {
      throw toStorageError(error, { operation: 'list' });
    }
  }

  directUrl(): Promise<undefined> {
    return this.#attempt({ operation: 'directUrl' }, async () => undefined);
  }

  mark(storeId: string): Promise<string> {
    return this.#attempt({ operation: 'mark' }, () => this.#mark.claim(storeId));
  }

  ping(): Promise<void> {
    return this.#attempt({ operation: 'ping' }, async () => {
      await this.#mark.check('ping');
      await this.#files.writeTemporary([Buffer.from('ping')], async () => undefined);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** One file of all segments, or of none. Its name says which they are, so whoever finds it whole need not join again. */
  async #join(state: UploadState): Promise<BlobLocation> {
    const location = this.#layout.joinedBlob(state);
    if ((await this.#files.findSize([location])) === state.size) {
      await this.#files.syncName(location); // who made it may have died before
      return location;
    }
    if ((await this.#files.findSize(state.locations)) !== state.size) throw segmentsGone('finish');
    await this.#files.writeAtOnce(location, this.#bytesAt(state.locations));
    return location;
  }

  async *#bytesAt(locations: readonly BlobLocation[]): AsyncGenerator<Uint8Array> {
    for (const location of locations) yield* this.#read(location);
  }

  async *#read(location: BlobLocation, range?: ByteRange, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const file = await this.#openFile(location);
    try {
      yield* readLoop(file, await readableRange(file, range), signal);
    } finally {
      await file.close();
    }
  }

  /** What is missing only because the directory is not mounted is not `not-found`. */
  async #openFile(location: BlobLocation): Promise<FileHandle> {
    try {
      return await this.#files.open(location);
    } catch (error) {
      await this.#mark.check('open');
      throw error;
    }
  }

  async #attempt<T>(context: FileErrorContext, work: () => Promise<T>): Promise<T> {
    this.#checkOpen(context.operation);
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error, context);
    }
  }

  #checkOpen(operation: string): void {
    if (this.#closed) throw fileError('unavailable', { operation }, 'the store is closed');
  }
}

function withSegment(state: UploadState, location: BlobLocation, size: number): UploadState {
  if (size === 0) return state;
  return { ...state, size: state.size + size, locations: [...state.locations, location] };
}

async function readableRange(file: FileHandle, range: ByteRange | undefined): Promise<ByteRange> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new FileDamaged('no file stands where the bytes were stored');
  if (range === undefined) return { start: 0, end: stats.size - 1 };
  if (range.end < stats.size) return range;
  throw new FileDamaged(`the file has ${stats.size} bytes, asked for byte ${range.end}`);
}

function segmentsGone(operation: string): StorageError {
  return fileError('upload-unknown', { operation }, 'the bytes of this upload are gone');
}
