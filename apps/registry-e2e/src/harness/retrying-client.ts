import { setTimeout as sleep } from 'node:timers/promises';
import { Answer } from './answer.js';
import { RegistryClient, type Sending } from './registry-client.js';

/** Milliseconds for one request with all its attempts. */
const PATIENCE = 90_000;
const PAUSE = 200;

/** An attempt that was not answered as it should have been. */
export interface Setback {
  readonly request: string;
  /** `cut` where the connection ended without an answer. */
  readonly outcome: number | 'cut';
  /** Whether a registry has answered, and not the proxy in front of it. */
  readonly isOfRegistry: boolean;
  readonly retryAfter: string | undefined;
  readonly text: string;
  /** Milliseconds that the attempt took. */
  readonly took: number;
}

/**
 * Tries again, as clients do, what was cut or answered by 5xx, and goes on with a chunk from where the status of its upload
 * says. Bodies must be texts or bytes.
 */
export class RetryingClient extends RegistryClient {
  readonly setbacks: Setback[] = [];

  /** @param retries so often a request is sent again, before its sender is told that it had no success */
  constructor(
    url: string,
    private readonly retries = Infinity,
  ) {
    super(url);
  }

  override async send(method: string, path: string, sending: Sending = {}): Promise<Answer> {
    const deadline = Date.now() + PATIENCE;
    let rest = sending;
    for (let retry = 0; ; retry += 1) {
      const answer = await this.attempt(method, path, rest);
      if (answer !== undefined && isFinal(answer, method === 'PATCH' && retry > 0)) return answer;
      if (retry >= this.retries) throw this.failure(method, path);
      if (Date.now() > deadline) throw this.failure(method, path);
      await sleep(pauseAfter(answer));
      const left = method === 'PATCH' ? await this.findRest(path, sending) : sending;
      if (left instanceof Answer) return left;
      rest = left;
    }
  }

  private failure(method: string, path: string): Error {
    return new Error(`${method} ${path} had no success: ${JSON.stringify(this.setbacks.slice(-2))}`);
  }

  private async attempt(method: string, path: string, sending: Sending): Promise<Answer | undefined> {
    const started = Date.now();
    const note = (setback: Omit<Setback, 'request' | 'took'>): void =>
      void this.setbacks.push({ ...setback, request: `${method} ${path}`, took: Date.now() - started });
    try {
      const answer = await super.send(method, path, sending);
      if (answer.status >= 500) note(describe(answer));
      return answer;
    } catch (error) {
      note({ outcome: 'cut', isOfRegistry: false, retryAfter: undefined, text: (error as Error).message });
      return undefined;
    }
  }

  /** What of a chunk is still to be sent, or the answer of its upload where that is nothing, or where bytes are missing. */
  private async findRest(path: string, { headers, body }: Sending): Promise<Sending | Answer> {
    const [start = 0, end = 0] = (headers?.['Content-Range'] ?? '').split('-').map(Number);
    const status = await this.send('GET', path);
    const last = Number(status.header('range')?.split('-')[1]);
    // `0-0` is said of one byte too, but no chunk is that short.
    const stored = last === 0 ? 0 : last + 1;
    if (status.status !== 204 || stored < start) return status;
    if (stored > end) return new Answer(202, status.headers, status.body);
    return {
      headers: { ...headers, 'Content-Range': `${stored}-${end}` },
      body: Buffer.from(body as Uint8Array).subarray(stored - start),
    };
  }
}

/** Milliseconds. */
function pauseAfter(answer: Answer | undefined): number {
  return Number(answer?.header('retry-after') ?? 0) * 1000 || PAUSE;
}

/** A chunk that is sent again may meet what its first attempt has left behind. */
function isFinal({ status }: Answer, isResumed: boolean): boolean {
  return status < 500 && !(isResumed && status === 416);
}

function describe(answer: Answer): Omit<Setback, 'request' | 'took'> {
  return {
    outcome: answer.status,
    isOfRegistry: answer.header('content-type') === 'application/json',
    retryAfter: answer.header('retry-after'),
    text: answer.text,
  };
}
