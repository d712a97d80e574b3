import { OciError } from '@margo-registry/oci';
import CircuitBreaker from 'opossum';

/** Milliseconds until a whole answer has to be here. */
const TIME_LIMIT = 10_000;
const MOST_BYTES = 128 * 1024;
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
  private readonly breaker: CircuitBreaker<[string, RequestInit], UpstreamAnswer>;
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
  async ask(url: string, init: RequestInit): Promise<UpstreamAnswer> {
    try {
      return await this.breaker.fire(url, init);
    } catch (cause) {
      throw unavailable('did not answer as it should', cause, this.pause);
    }
  }

  close(): void {
    this.breaker.shutdown();
  }

  private async request(url: string, init: RequestInit): Promise<UpstreamAnswer> {
    const signal = AbortSignal.timeout(this.timeLimit);
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const text = await readText(response);
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

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`an answer of more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
