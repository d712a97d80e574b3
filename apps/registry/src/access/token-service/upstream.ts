import { OciError } from '@margo-registry/oci';
import CircuitBreaker from 'opossum';
import { limitedFetch, type FetchOptions } from '../tokens/limited-fetch.js';

/** Milliseconds until a whole answer has to be here. */
const TIME_LIMIT = 10_000;
/** Once half of at least so many requests have failed, nobody asks for {@link PAUSE}; then one request finds out. */
const FEWEST_REQUESTS = 5;
const PAUSE = 10_000;

export interface UpstreamLimits {
  readonly timeLimit?: number;
  readonly pause?: number;
}

/** An answer that has arrived completely. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * The foreign service behind `/token`. Its silence, its size and its failures are bounded: whatever is not an HTTP answer
 * below 500 becomes one refusal, and while most requests fail it is not asked at all.
 */
export class Upstream {
  private readonly breaker: CircuitBreaker<[string, FetchOptions], UpstreamAnswer>;
  private readonly timeLimit: number;
  private readonly pause: number;

  constructor({ timeLimit = TIME_LIMIT, pause = PAUSE }: UpstreamLimits = {}) {
    this.timeLimit = timeLimit;
    this.pause = pause;
    this.breaker = new CircuitBreaker((url, init) => this.request(url, init), {
      timeout: false,
      errorThresholdPercentage: 50,
      volumeThreshold: FEWEST_REQUESTS,
      resetTimeout: pause,
    });
  }

  /** @throws OciError `token-service-unavailable`, with `Retry-After` */
  async ask(url: string, init: FetchOptions): Promise<UpstreamAnswer> {
    try {
      return await this.breaker.fire(url, init);
    } catch (cause) {
      throw unavailable('did not answer as it should', cause, this.pause);
    }
  }

  close(): void {
    this.breaker.shutdown();
  }

  private async request(url: string, init: FetchOptions): Promise<UpstreamAnswer> {
    const signal = AbortSignal.timeout(this.timeLimit);
    const response = await limitedFetch(url, { ...init, signal });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    return { status: response.status, headers: response.headers, text };
  }
}

/** What the foreign service did wrong is in the log by the cause; the caller learns that it is not their fault. */
export function unavailable(what: string, cause?: unknown, pause = PAUSE): OciError {
  return new OciError('token-service-unavailable', {
    message: `The token service behind this registry ${what}. Try again later, or tell the operator.`,
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(pause / 1000))) },
    cause,
  });
}
