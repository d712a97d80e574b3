import type { TokenGrants } from '../rights/token-grants.js';

/** What a verified token says. */
export interface TokenFacts {
  /** For whom it speaks; empty for a token that anybody can have. */
  readonly subject: string;
  readonly issuer: string | undefined;
  /** Everything it claims, for rules about claims. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** `undefined` for a token that names no rights at all. */
  readonly grants: TokenGrants | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}
