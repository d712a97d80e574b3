/** What one part holds of the budget. */
export interface Share {
  /** Takes memory until the share holds `bytes`, and waits where there is none; `signal` ends the waiting with its reason. */
  grow(bytes: number, signal?: AbortSignal): Promise<void>;
  /** Says that the share needs no more, and comes back without anybody's help. */
  seal(): void;
  /** Gives everything back. Twice: no effect. */
  release(): void;
}

interface Holder extends Share {
  held: number;
  /** Bytes at most, in the end. */
  most: number;
}

interface Waiter {
  readonly holder: Holder;
  readonly bytes: number;
  readonly grant: () => void;
}

/**
 * One budget for the buffers of all uploads of a process. Shares grow as bytes come, so that a slow upload holds little;
 * and so that no two ever wait for one another, a share grows only while all others could still grow to their most,
 * one after the other (the banker's algorithm). First come, first served, but who holds something and needs less than
 * the first in the queue may pass it: he gives back sooner.
 */
export class MemoryBudget {
  readonly #holders = new Set<Holder>();
  readonly #waiting: Waiter[] = [];
  #held = 0;
  #peak = 0;

  constructor(readonly total: number) {}

  get held(): number {
    return this.#held;
  }

  /** The most that was ever held at once. */
  get peak(): number {
    return this.#peak;
  }

  /** A share that holds nothing yet. Throws where `most` is beyond the whole budget. */
  open(most: number): Share {
    if (most > this.total) throw new RangeError(`a share of ${most} bytes of a budget of ${this.total}`);
    const holder: Holder = {
      held: 0,
      most,
      grow: (bytes, signal) => this.#grow(holder, bytes, signal),
      seal: () => {
        holder.most = holder.held;
        this.#admit();
      },
      release: () => this.#release(holder),
    };
    this.#holders.add(holder);
    return holder;
  }

  async #grow(holder: Holder, bytes: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (bytes > holder.most) throw new RangeError(`${bytes} bytes of a share of ${holder.most}`);
    if (bytes <= holder.held) return;
    if (this.#waiting.length === 0 && this.#isSafe(holder, bytes)) return this.#grant(holder, bytes);
    await this.#wait(holder, bytes, signal);
  }

  #wait(holder: Holder, bytes: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal?.reason);
        this.#admit();
      };
      const grant = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const waiter = { holder, bytes, grant };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  /** Grants what can be granted, in the order of the queue. */
  #admit(): void {
    for (;;) {
      const index = this.#waiting.findIndex(
        ({ holder, bytes }) => this.#mayGoFirst(holder) && this.#isSafe(holder, bytes),
      );
      if (index < 0) return;
      const [waiter] = this.#waiting.splice(index, 1) as [Waiter];
      this.#grant(waiter.holder, waiter.bytes);
      waiter.grant();
    }
  }

  #mayGoFirst(holder: Holder): boolean {
    const first = this.#waiting[0]?.holder as Holder;
    return holder === first || (holder.held > 0 && holder.most - holder.held < first.most - first.held);
  }

  #grant(holder: Holder, bytes: number): void {
    this.#held += bytes - holder.held;
    holder.held = bytes;
    this.#peak = Math.max(this.#peak, this.#held);
  }

  #release(holder: Holder): void {
    if (!this.#holders.delete(holder)) return;
    this.#held -= holder.held;
    this.#admit();
  }

  /** True where everybody can still come to an end after `holder` has grown to `bytes`. */
  #isSafe(holder: Holder, bytes: number): boolean {
    let free = this.total - this.#held - (bytes - holder.held);
    if (free < 0) return false;
    const heldBy = (other: Holder) => (other === holder ? bytes : other.held);
    const needs = [...this.#holders].sort((a, b) => a.most - heldBy(a) - (b.most - heldBy(b)));
    for (const other of needs) {
      if (other.most - heldBy(other) > free) return false;
      free += heldBy(other);
    }
    return true;
  }
}
