/** Error codes of RFC 6749 section 5.2, RFC 7009 section 2.2.1 and RFC 8693 section 2.2.2, and what is ours beside. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'not_found'
  | 'server_error';

export interface OAuthErrorDetails {
  /** What is wrong and what to do; ASCII without quotes and backslashes (RFC 6749 section 5.2). */
  readonly description: string;
  /** 400 where nothing else is said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as the RFCs shape it; the filter writes it. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: OAuthErrorCode,
    { description, status = 400, headers = {} }: OAuthErrorDetails,
  ) {
    super(toAscii(description));
    this.status = status;
    this.headers = headers;
  }
}

const toAscii = (text: string): string => text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');
