/** How long the service may take and how often it is asked. Milliseconds, unless said otherwise. */
export interface Limits {
  /** A small call, its retries included. */
  readonly call: number;
  /** No byte in either direction while one is due; also the time to connect. */
  readonly silence: number;
  /** Putting the parts of an object together, its retries included. */
  readonly assembly: number;
  /** Bytes per second below which sending or receiving counts as hung. */
  readonly slowest: number;
  /** Bytes per second below which a copy inside the service counts as hung. */
  readonly slowestCopy: number;
  /** How often a call is tried. */
  readonly attempts: number;
  /** The first pause between two attempts; each further one may be twice as long, up to `longestPause`. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const DEFAULT_LIMITS: Limits = {
  call: 10_000,
  silence: 10_000,
  assembly: 120_000,
  slowest: 64 * 1024,
  slowestCopy: 4 * 1024 * 1024,
  attempts: 5,
  firstPause: 100,
  longestPause: 2_000,
};

/** A call ran into one of {@link Limits}. It is not tried again: whoever waits has waited long enough. */
export class TimeLimitError extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1000} s`);
    this.name = 'TimeLimitError';
  }
}

/** Runs `work` with a signal that ends it after `milliseconds`; rejects with a {@link TimeLimitError} then. */
export async function withinLimit<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const aborter = new AbortController();
  const limit = new TimeLimitError(milliseconds);
  const timer = setTimeout(() => aborter.abort(limit), milliseconds);
  try {
    return await work(aborter.signal);
  } catch (error) {
    if (!aborter.signal.aborted) throw error;
    limit.cause = error;
    throw limit;
  } finally {
    clearTimeout(timer);
  }
}
