import type { BlockBlobClient } from '@azure/storage-blob';
import { ask } from './patience.js';

/** A blob holds 50,000 blocks at most, so 390 GiB of these. */
export const BLOCK_SIZE = 8 * 1024 * 1024;

/**
 * Writes one blob in blocks: while one is on its way the next is filled, so an append never holds more than two.
 * Nothing can be read before {@link end}; blocks that were sent without it are forgotten by the service after a week.
 */
export class BlockWriter {
  readonly #blocks: string[] = [];
  #filling: Buffer = Buffer.allocUnsafeSlow(BLOCK_SIZE);
  #spare: Buffer | undefined;
  #filled = 0;
  #underWay: Promise<unknown> = Promise.resolve();
  #size = 0;

  constructor(private readonly blob: BlockBlobClient) {}

  get size(): number {
    return this.#size;
  }

  /** Resolves when `chunk` may be overwritten. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + BLOCK_SIZE - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      this.#size += part.length;
      taken += part.length;
      if (this.#filled === BLOCK_SIZE) await this.#send();
    }
  }

  /** Makes everything that was written one blob, durable. What fits into one block needs one request. */
  async end(): Promise<void> {
    if (this.#blocks.length === 0) {
      const only = this.#filling.subarray(0, this.#filled);
      await ask((options) => this.blob.upload(only, only.length, options));
      return;
    }
    if (this.#filled > 0) await this.#send();
    await this.#underWay;
    await ask((options) => this.blob.commitBlockList(this.#blocks, options));
  }

  async #send(): Promise<void> {
    await this.#underWay;
    const block = this.#filling.subarray(0, this.#filled);
    const id = Buffer.from(String(this.#blocks.length).padStart(6, '0')).toString('base64');
    this.#blocks.push(id);
    this.#underWay = ask((options) => this.blob.stageBlock(id, block, block.length, options));
    this.#underWay.catch(() => undefined); // the next block, or the end, reports it
    [this.#filling, this.#spare] = [this.#spare ?? Buffer.allocUnsafeSlow(BLOCK_SIZE), this.#filling];
    this.#filled = 0;
  }
}
