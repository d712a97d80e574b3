/** An entry of Docker's `access` claim. */
export interface AccessEntry {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** What an access token says. Times are seconds since 1970 on the issuer's clock. */
export interface AccessTokenFacts {
  readonly issuer: string;
  /** For whom the token speaks; empty for the anonymous. */
  readonly subject: string;
  readonly audience: readonly string[];
  /** The client to whom it was issued (RFC 9068 section 2.2). */
  readonly client: string;
  readonly scope: string;
  /** Docker's claim; absent where the scope holds patterns, which it cannot say. */
  readonly access?: readonly AccessEntry[];
  readonly tokenId: string;
  /** The grant that it came from, for the revocation of all its tokens. */
  readonly grantId?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly claims: Readonly<Record<string, string>>;
}

/** What a refresh token stands for. */
export interface RefreshTokenFacts {
  readonly tokenId: string;
  readonly grantId: string;
  readonly subject: string;
  readonly client: string;
  readonly scope: string;
  readonly audience: readonly string[];
  /** Docker's identity tokens keep working and stand for all that the account holds; others are replaced on each use. */
  readonly kind: 'oauth' | 'docker';
  readonly expiresAt: number;
}
