import type { MemoryBudget, Share } from './memory-budget.js';

const MEBI = 1024 * 1024;

/** Collects the bytes of one part in memory that the budget grants step by step. */
export class PartBuffer {
  readonly #share: Share;
  #memory: Buffer = Buffer.alloc(0);
  #granted = 0;
  #length = 0;

  constructor(
    budget: MemoryBudget,
    readonly size: number,
  ) {
    this.#share = budget.open(size);
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.size;
  }

  /** Valid until {@link release}. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  /** Copies as much of `chunk` as fits and resolves with its length. Rejects with the signal's reason while it waits. */
  async write(chunk: Uint8Array, signal?: AbortSignal): Promise<number> {
    const taken = Math.min(chunk.length, this.size - this.#length);
    if (this.#length + taken > this.#granted) await this.#grow(this.#length + taken, signal);
    this.#memory.set(chunk.subarray(0, taken), this.#length);
    this.#length += taken;
    return taken;
  }

  /** Says that nothing more is written, and that the bytes leave by themselves. */
  seal(): void {
    this.#share.seal();
  }

  release(): void {
    this.#share.release();
    this.#memory = Buffer.alloc(0);
  }

  /** Memory that was allocated and never touched is no memory yet, so only what is granted counts. */
  async #grow(length: number, signal?: AbortSignal): Promise<void> {
    const granted = Math.min(Math.ceil(length / MEBI) * MEBI, this.size);
    await this.#share.grow(granted, signal);
    this.#granted = granted;
    if (granted <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(this.#length === 0 ? granted : this.size);
    larger.set(this.bytes);
    this.#memory = larger;
  }
}
