import { BLOCK, toBlocks, type BlockPool } from './block-pool.js';
import type { Share } from './memory-budget.js';
import { Payload } from './payload.js';

/** Collects the bytes of one part in blocks that the budget grants step by step. */
export class PartBuffer {
  readonly #share: Share;
  #blocks: Buffer[] = [];
  #payload: Payload | undefined;
  #length = 0;

  constructor(
    private readonly pool: BlockPool,
    readonly size: number,
  ) {
    this.#share = pool.budget.open(toBlocks(size));
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.size;
  }

  /** Copies as much of `chunk` as fits and resolves with its length. Rejects with the signal's reason while it waits. */
  async write(chunk: Uint8Array, signal?: AbortSignal): Promise<number> {
    const taken = Math.min(chunk.length, this.size - this.#length);
    if (this.#length + taken > this.#blocks.length * BLOCK) await this.#grow(this.#length + taken, signal);
    for (let from = 0; from < taken;) from += this.#copy(chunk.subarray(from, taken));
    return taken;
  }

  /** Says that nothing more is written, and that the bytes leave by themselves: valid until {@link release}. */
  seal(): Payload {
    this.#share.seal();
    const blocks = this.#blocks.map((block, index) => block.subarray(0, this.#length - index * BLOCK));
    return (this.#payload ??= new Payload(blocks));
  }

  /** Gives everything back. Blocks that a broken request may still read are left to the collector. Twice: no effect. */
  release(): void {
    if (this.#payload?.isAtRest ?? true) this.pool.give(this.#blocks);
    this.#blocks = [];
    this.#share.release();
  }

  async #grow(length: number, signal?: AbortSignal): Promise<void> {
    const granted = toBlocks(length);
    await this.#share.grow(granted, signal);
    while (this.#blocks.length * BLOCK < granted) this.#blocks.push(this.pool.take());
  }

  /** Fills the rest of the current block; returns how many bytes fitted. */
  #copy(chunk: Uint8Array): number {
    const start = this.#length % BLOCK;
    const part = chunk.subarray(0, BLOCK - start);
    (this.#blocks[(this.#length - start) / BLOCK] as Buffer).set(part, start);
    this.#length += part.length;
    return part.length;
  }
}
