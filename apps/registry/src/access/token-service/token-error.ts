import { OciError } from '@margo-registry/oci';

/** Codes of RFC 6749, 5.2, that `/token` itself says. */
export type TokenErrorCode = 'invalid_request' | 'unsupported_grant_type' | 'invalid_grant';

/** A refusal for which OAuth 2.0 has a name of its own. */
export class TokenError extends OciError {
  constructor(
    readonly oauthCode: TokenErrorCode,
    message: string,
  ) {
    super('request-invalid', { message });
  }
}

/** The body of a refusal, in both forms that clients of `/token` read. */
export interface RenderedTokenError {
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  readonly error: string;
  readonly error_description: string;
}

export function renderTokenError(error: OciError): RenderedTokenError {
  const { code, message } = error;
  return {
    errors: [{ code, message }],
    error: oauthCodeOf(error),
    error_description: message.replaceAll('"', "'"),
  };
}

function oauthCodeOf(error: OciError): string {
  if (error instanceof TokenError) return error.oauthCode;
  if (error.reason === 'unauthorized') return 'invalid_grant';
  return error.status >= 500 || error.status === 429 ? 'temporarily_unavailable' : 'invalid_request';
}
