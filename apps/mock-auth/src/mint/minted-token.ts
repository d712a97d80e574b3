import type { JWTPayload } from 'jose';
import type { SigningAlgorithm } from '../keys/signing-key.js';

/** Wishes for a token; what is absent is filled in as a good token of this issuer has it. */
export interface MintOptions {
  readonly alg?: SigningAlgorithm;
  readonly subject?: string;
  readonly audience?: string | readonly string[];
  /** Space-separated scopes (RFC 6749 3.3). */
  readonly scope?: string;
  /** Seconds to live. */
  readonly lifetime?: number;
  /** Added to the payload, over what the kind says; `null` removes a claim. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Added to the protected header; `null` removes a parameter. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** For `missing-claim`: which one (default `exp`). */
  readonly missing?: string;
  /** For `huge`: bytes of padding (default 32 KiB, beyond what HTTP servers take in a header). */
  readonly size?: number;
}

/** A token to try on somebody. `flaw` says what is wrong with it; absent where nothing is. */
export interface MintedToken {
  readonly token: string;
  readonly kind: string;
  readonly flaw?: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: JWTPayload;
}
