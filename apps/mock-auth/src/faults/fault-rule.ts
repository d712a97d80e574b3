import type { JWK } from 'jose';
import type { Endpoint } from '../journal/journal-entry.js';

/** How long an answer waits, in milliseconds: always the same, evenly spread, or log-normal round a median. */
export type Delay =
  | { readonly ms: number }
  | { readonly min: number; readonly max: number }
  | { readonly median: number; readonly sigma: number };

/** What happens to a request, and what people read about it. */
export const FAULT_KINDS = {
  status: 'Answers that status, with an OAuth error or with `body` word for word.',
  latency: 'The right answer, later.',
  hang: 'No answer; the connection stays open.',
  reset: 'The connection is reset before an answer.',
  cut: 'The connection ends after the headers and half of the body.',
  truncate: 'Half of the JSON, as if it were all.',
  malformed: 'JSON that does not parse.',
  huge: 'The right answer with padding up to `size` bytes.',
  dribble: 'The right answer, in drops that take as long as `delay`.',
  html: 'An HTML error page under status 200.',
  'stale-jwks': 'The JWKS as it was when the rule was set.',
  lie: 'Introspection says `active` or not, whatever the token is.',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** Which requests a rule meets, and what it does with them. Keys that are absent match everything. */
export interface FaultRule {
  readonly kind: FaultKind;
  readonly endpoint?: Endpoint;
  readonly client?: string;
  /** The first that many matching requests pass; 2 makes "the third". */
  readonly skip?: number;
  /** The rule ends after so many; without it, it stays. */
  readonly times?: number;
  /** An outage window on the issuer's clock, in seconds since 1970: `from` included, `until` not. */
  readonly from?: number;
  readonly until?: number;
  /** Before whatever else happens; of `dribble` all of it. */
  readonly delay?: Delay;
  /** For `status`. */
  readonly status?: number;
  readonly body?: string;
  /** Seconds, as the header of that name. */
  readonly retryAfter?: number;
  /** For `lie`. */
  readonly active?: boolean;
  /** For `huge`: bytes. */
  readonly size?: number;
  /** For `stale-jwks`: what it shows. */
  readonly keys?: readonly JWK[];
}

/** A rule that is set, with what it has met so far. */
export interface ActiveFault extends FaultRule {
  readonly id: string;
  /** Requests that matched, those that passed by `skip` too. */
  readonly matched: number;
  readonly applied: number;
}
