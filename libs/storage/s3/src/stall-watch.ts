import { TimeLimitError, type Limits } from './limits.js';

/**
 * Ends a read whose service is silent or dribbles. Only the time that is spent waiting for bytes counts: a reader may
 * take as long as it likes between two chunks.
 */
export class StallWatch {
  #waited = 0;
  #bytes = 0;

  constructor(
    private readonly limits: Limits,
    private readonly end: (reason: Error) => void,
  ) {}

  /** Waits for `chunk`, which `size` measures. */
  async watch<T>(chunk: Promise<T>, size: (chunk: T) => number): Promise<T> {
    const { silence } = this.limits;
    const begun = Date.now();
    const timer = setTimeout(() => this.end(new TimeLimitError(silence)), silence);
    try {
      const arrived = await chunk;
      this.#count(Date.now() - begun, size(arrived));
      return arrived;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Looks at the rate once a whole limit was spent waiting. */
  #count(milliseconds: number, bytes: number): void {
    this.#waited += milliseconds;
    this.#bytes += bytes;
    if (this.#waited < this.limits.silence) return;
    const isSlow = this.#bytes < (this.limits.slowest * this.#waited) / 1000;
    this.#waited = this.#bytes = 0;
    if (isSlow) {
      const limit = new TimeLimitError(this.limits.silence);
      this.end(limit);
      throw limit;
    }
  }
}
