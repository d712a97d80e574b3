import { OAuthError } from '../http/oauth-error.js';

/** AUTH-07: bad credentials are 401, never an anonymous token, or a login with a wrong password would succeed. */
export const refuseLogin = (description: string): OAuthError =>
  new OAuthError('invalid_grant', {
    status: 401,
    description,
    headers: { 'WWW-Authenticate': 'Basic realm="mock-auth", charset="UTF-8"' },
  });
