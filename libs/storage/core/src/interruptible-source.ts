/**
 * The chunks of an append, for drivers: iterating never throws. Where the source throws or the signal aborts, the
 * iteration ends and `interruption` tells why, so that one path makes durable what has come, whole or cut.
 *
 * What is left of the source is released by its `return()`, which is not waited for: it may be silent for ever.
 */
export class InterruptibleSource implements AsyncIterable<Uint8Array> {
  #interruption: { readonly reason: unknown } | undefined;

  constructor(
    private readonly chunks: AsyncIterable<Uint8Array>,
    private readonly signal?: AbortSignal,
  ) {}

  /** Why the chunks ended early, or `undefined` where they ended by themselves (or have not ended yet). */
  get interruption(): { readonly reason: unknown } | undefined {
    return this.#interruption;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    let iterator: AsyncIterator<Uint8Array> | undefined;
    try {
      this.signal?.throwIfAborted();
      iterator = this.chunks[Symbol.asyncIterator]();
      for (;;) {
        const step = await this.#next(iterator);
        if (step.done) {
          iterator = undefined;
          return;
        }
        yield step.value;
      }
    } catch (reason) {
      this.#interruption = { reason };
    } finally {
      release(iterator);
    }
  }

  #next(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    const { signal } = this;
    if (signal === undefined) return iterator.next();
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      iterator
        .next()
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', abort));
    });
  }
}

function release(iterator: AsyncIterator<Uint8Array> | undefined): void {
  Promise.resolve(iterator?.return?.()).catch(() => undefined);
}
