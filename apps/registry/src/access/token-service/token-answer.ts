/** What `/token` answers: the fields of the Docker token protocol and of OAuth 2.0 (RFC 6749, 5.1) together. */
export interface TokenAnswer {
  readonly token: string;
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in?: number;
  /** RFC 3339, UTC. */
  readonly issued_at: string;
  readonly scope: string;
  readonly refresh_token?: string;
}

export interface AnsweredToken {
  readonly token: string;
  readonly issuedAt: Date;
  /** Seconds, where they are known. */
  readonly lifetime: number | undefined;
  readonly scope: string;
}

/** Some clients read `token`, some `access_token`; they are the same. */
export function formatTokenAnswer({ token, issuedAt, lifetime, scope }: AnsweredToken): TokenAnswer {
  return {
    token,
    access_token: token,
    token_type: 'Bearer',
    ...(lifetime === undefined ? {} : { expires_in: lifetime }),
    issued_at: issuedAt.toISOString(),
    scope,
  };
}
