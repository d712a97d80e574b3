import type { Endpoint } from '../journal/journal-entry.js';

/** How long an answer waits, in milliseconds: always the same, evenly spread, or log-normal round a median. */
export type Delay =
  | { readonly ms: number }
  | { readonly min: number; readonly max: number }
  | { readonly median: number; readonly sigma: number };

/**
 * What happens to the request.
 * - `status`: that status with an OAuth error body (or `body` word for word); with 401, 429 and 503 `retryAfter` seconds.
 * - `latency`: the right answer, later. `hang`: no answer; the connection stays open.
 * - `reset`: the connection is reset before an answer. `cut`: after the headers and half of the body.
 * - `truncate`: half of the JSON, as a complete answer. `malformed`: JSON that does not parse. `html`: an error page with 200.
 * - `stale-jwks`: the JWKS as it was when the rule was set.
 * - `lie`: introspection answers that `active`, whatever the token is.
 */
export type FaultEffect =
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly retryAfter?: number }
  | { readonly kind: 'latency'; readonly delay: Delay }
  | { readonly kind: 'hang' | 'reset' | 'cut' | 'truncate' | 'malformed' | 'html' | 'stale-jwks' }
  | { readonly kind: 'lie'; readonly active: boolean };

/** Which requests a rule meets, and what it does with them. Keys that are absent match everything. */
export interface FaultRule {
  readonly endpoint?: Endpoint;
  readonly client?: string;
  /** The first that many matching requests pass; 2 makes "the third". */
  readonly skip?: number;
  /** The rule ends after so many; without it, it stays. */
  readonly times?: number;
  /** An outage window on the issuer's clock, in seconds since 1970: `from` included, `until` not. */
  readonly from?: number;
  readonly until?: number;
  readonly effect: FaultEffect;
}

/** A rule that is set, with what it has met so far. */
export interface ActiveFault extends FaultRule {
  readonly id: string;
  /** Requests that matched, those that passed by `skip` too. */
  readonly matched: number;
  readonly applied: number;
}
