import type { FileHandle } from 'node:fs/promises';
import type { FileFunctions } from './file-functions.js';

const BUFFER_SIZE = 1024 * 1024;

/**
 * Writes one file that nobody else writes: collects chunks into buffers of 1 MiB, and while one is written the other
 * is filled, so an upload never holds more than 2 MiB. Without a byte there is no file, unless {@link create} was called.
 */
export class SegmentWriter {
  #file: FileHandle | undefined;
  #created = false;
  #filling: Buffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);
  #spare: Buffer | undefined;
  #filled = 0;
  #underWay: Promise<void> = Promise.resolve();
  #size = 0;

  constructor(
    private readonly files: FileFunctions,
    private readonly path: string,
  ) {}

  get size(): number {
    return this.#size;
  }

  /** Opens the file; it must not exist. */
  async create(): Promise<FileHandle> {
    this.#file ??= await this.files.open(this.path, 'wx', 0o640);
    this.#created = true;
    return this.#file;
  }

  /** Resolves when `chunk` may be overwritten. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + BUFFER_SIZE - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      this.#size += part.length;
      taken += part.length;
      if (this.#filled === BUFFER_SIZE) await this.#flush();
    }
  }

  /** Resolves with the size when every byte is on disk. The name is not yet: sync the directory. */
  async end(): Promise<number> {
    if (this.#filled > 0) await this.#flush();
    await this.#underWay;
    await this.#file?.datasync();
    await this.#close();
    return this.#size;
  }

  /** Removes what was written, as far as the file system lets it; also after {@link end}. */
  async discard(): Promise<void> {
    await this.#underWay.catch(() => undefined);
    await this.#close().catch(() => undefined);
    if (this.#created) await this.files.unlink(this.path).catch(() => undefined);
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #flush(): Promise<void> {
    const file = await this.create();
    await this.#underWay;
    const full = this.#filling;
    this.#underWay = writeAll(file, full.subarray(0, this.#filled));
    this.#underWay.catch(() => undefined); // the next flush, or end, reports it
    this.#filling = this.#spare ?? Buffer.allocUnsafeSlow(BUFFER_SIZE);
    this.#spare = full;
    this.#filled = 0;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}
