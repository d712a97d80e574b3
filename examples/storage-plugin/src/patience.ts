const LONGEST_SILENCE = 60_000;

/**
 * Gives up on a service that says nothing: what is asked for with `signal` ends with an `AbortError` when an answer
 * takes longer than a minute, or when the caller aborts. Time that nobody waits does not count.
 */
export class Patience {
  readonly signal: AbortSignal;
  readonly #end = new AbortController();

  constructor(caller?: AbortSignal) {
    this.signal = caller === undefined ? this.#end.signal : AbortSignal.any([this.#end.signal, caller]);
  }

  /** Waits for one answer to something that was asked for with `signal`. */
  async wait<T>(answer: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#end.abort(), LONGEST_SILENCE);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Asks once, with patience of its own. */
export function ask<T>(question: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
  const patience = new Patience();
  return patience.wait(question({ abortSignal: patience.signal }));
}
