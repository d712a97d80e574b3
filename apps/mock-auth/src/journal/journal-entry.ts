/** What a request asked for: the words that fault rules and journal queries use. */
export type Endpoint =
  | 'token'
  | 'docker-token'
  | 'introspect'
  | 'revoke'
  | 'jwks'
  | 'oauth-metadata'
  | 'openid-configuration'
  | 'other';

export const ENDPOINTS: readonly Endpoint[] = [
  'token',
  'docker-token',
  'introspect',
  'revoke',
  'jwks',
  'oauth-metadata',
  'openid-configuration',
  'other',
];

/** What an endpoint knows about its request. Names and ids only: never a secret, never a token. */
export interface RequestFacts {
  readonly client?: string;
  /** The caller for whom the token speaks. */
  readonly subject?: string;
  readonly grant?: string;
  readonly scope?: string;
  readonly audience?: string;
  /** `jti` of the token that was issued, introspected or revoked. */
  readonly tokenId?: string;
  /** Expiry of the token that was issued, in seconds since 1970 on the issuer's clock. */
  readonly expiresAt?: number;
  /** `active` of an introspection answer. */
  readonly active?: boolean;
  /** An OAuth error code, or `ok`. Without it the status decides. */
  readonly outcome?: string;
  /** Id of the fault rule that answered or spoilt the answer. */
  readonly fault?: string;
}

/** One request as the journal keeps it. */
export interface JournalEntry extends RequestFacts {
  /** Counts from 1 since the last reset. */
  readonly number: number;
  /** Seconds since 1970 on the issuer's clock, when the request was answered. */
  readonly at: number;
  readonly endpoint: Endpoint;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Names of the query parameters, in their order; values are not kept. */
  readonly query: readonly string[];
  /** 0 where the connection was cut before an answer. */
  readonly status: number;
  readonly outcome: string;
}
