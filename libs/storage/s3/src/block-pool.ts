import { MemoryBudget } from './memory-budget.js';

/** Bytes of a block. */
export const BLOCK = 1024 * 1024;

/** Milliseconds after which blocks that nobody took meanwhile are left to the collector. */
const IDLE = 10_000;

/**
 * The memory of all uploads of a process, in blocks that are used again and again. A buffer for a whole part is no
 * substitute: the allocator may give it pages that are resident already, however little of it is granted and filled,
 * and a dead one stays until the collector comes. There are never more blocks than the budget ever granted at once.
 */
export class BlockPool {
  readonly budget: MemoryBudget;
  readonly #free: Buffer[] = [];
  #leastFree = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param bytes rounded up to whole blocks */
  constructor(
    bytes: number,
    private readonly idle = IDLE,
  ) {
    this.budget = new MemoryBudget(toBlocks(bytes));
  }

  /** Bytes that nobody uses at the moment. */
  get spare(): number {
    return this.#free.length * BLOCK;
  }

  /** A block with any content, for who holds a grant of the budget. The one that came back last, whose pages are there. */
  take(): Buffer {
    const block = this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
    this.#leastFree = Math.min(this.#leastFree, this.#free.length);
    return block;
  }

  /** Takes blocks back that nobody writes or reads any more. */
  give(blocks: readonly Buffer[]): void {
    this.#free.push(...blocks);
    this.#timer ??= setInterval(() => this.#shrink(), this.idle).unref();
  }

  #shrink(): void {
    this.#free.splice(0, this.#leastFree);
    this.#leastFree = this.#free.length;
    if (this.#free.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** `bytes`, rounded up to whole blocks. */
export function toBlocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}
