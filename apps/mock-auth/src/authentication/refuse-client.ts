import { OAuthError } from '../http/oauth-error.js';

/** 401 with a challenge, as RFC 6749 section 5.2 asks for after Basic and allows otherwise. */
export const refuseClient = (description: string): OAuthError =>
  new OAuthError('invalid_client', {
    status: 401,
    description,
    headers: { 'WWW-Authenticate': 'Basic realm="mock-auth", charset="UTF-8"' },
  });
