import type { Judged } from './logins.js';
import type { FetchOptions } from '../tokens/limited-fetch.js';
import { unavailable, type Upstream, type UpstreamAnswer } from './upstream.js';

/** What a client said, to be said again. */
export interface RelayedRequest {
  readonly method: 'GET' | 'POST';
  /** With its `?`, or empty. */
  readonly search: string;
  readonly authorization?: string;
  /** The form of a POST. */
  readonly body?: string;
}

/** What the service said. */
export interface RelayedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON object. */
  readonly body: object;
}

const PASSED_ON = ['www-authenticate', 'retry-after'];

/** Passes requests on to a Docker token endpoint, which stays the one that decides, and its answers back. */
export class Relay {
  constructor(
    private readonly url: string,
    private readonly upstream: Upstream,
  ) {}

  /** @throws OciError `token-service-unavailable`, also for an answer that is no JSON object, or one of 200 without a token */
  async pass(request: RelayedRequest): Promise<Judged<RelayedAnswer>> {
    const answer = await this.upstream.ask(this.target(request.search), init(request));
    const body = parseObject(answer);
    if (answer.status < 300 && !holdsToken(body)) throw unavailable('gave an answer without a token');
    return {
      isRight: answer.status !== 401,
      result: { status: answer.status, headers: passedOn(answer.headers), body },
    };
  }

  private target(search: string): string {
    const target = new URL(this.url);
    for (const [name, value] of new URLSearchParams(search)) target.searchParams.append(name, value);
    return target.href;
  }
}

function init({ method, authorization, body }: RelayedRequest): FetchOptions {
  return {
    method,
    body,
    headers: {
      Accept: 'application/json',
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    },
  };
}

function parseObject({ status, text }: UpstreamAnswer): object {
  if (status >= 300 && status < 400) throw unavailable('sent the registry elsewhere');
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    throw unavailable('gave an answer that is not JSON', cause);
  }
  throw unavailable('gave an answer that is no JSON object');
}

function holdsToken(body: object): boolean {
  const { token, access_token: accessToken } = body as Record<string, unknown>;
  return [token, accessToken].some((value) => typeof value === 'string' && value !== '');
}

function passedOn(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  );
}
