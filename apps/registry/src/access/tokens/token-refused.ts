import { OciError } from '@margo-registry/oci';

/** A token that is not valid. The message says why, without any part of the token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** Nobody can say whether a token is valid, so it is not accepted. `retryAfter` in seconds; `cause` is for the log. */
export function authorizationUnavailable(retryAfter: number, cause: unknown): OciError {
  return new OciError('authorization-unavailable', {
    headers: { 'Retry-After': `${Math.max(1, Math.ceil(retryAfter))}` },
    cause,
  });
}
