import { OciError, parseScopes, type ResourceScope } from '@margo-registry/oci';
import { checkCredentials, parseBasic, type Credentials } from './basic-credentials.js';
import { TokenError } from './token-error.js';

/** What a client asks of `/token`, whichever way it says so. */
export interface TokenRequest {
  readonly scopes: readonly ResourceScope[];
  /** Absent for an anonymous caller and with a refresh token. */
  readonly credentials?: Credentials;
  readonly refreshToken?: string;
  /** The client would keep a refresh token in place of the password. */
  readonly wantsRefresh: boolean;
}

/**
 * `GET /token?service=&scope=&account=&offline_token=` with optional Basic credentials: the Docker token protocol.
 * https://distribution.github.io/distribution/spec/auth/token/
 *
 * @throws OciError `unauthorized`, `request-invalid`
 */
export function parseTokenQuery(
  query: URLSearchParams,
  authorization: string | undefined,
  service: string,
): TokenRequest {
  checkService(query, service);
  return {
    scopes: parseScopes(query.getAll('scope')),
    credentials: parseBasic(authorization),
    wantsRefresh: query.get('offline_token') === 'true',
  };
}

/**
 * `POST /token` with a form: the same as OAuth 2.0 says it, grant types `password` and `refresh_token`.
 * https://distribution.github.io/distribution/spec/auth/oauth/
 *
 * @throws TokenError, OciError `unauthorized`, `request-invalid`
 */
export function parseTokenForm(form: URLSearchParams, service: string): TokenRequest {
  checkService(form, service);
  const scopes = parseScopes(form.getAll('scope'));
  const wantsRefresh = form.get('access_type') === 'offline';
  const grant = form.get('grant_type');
  if (grant === 'password') {
    const [account, password] = [getField(form, 'username'), getField(form, 'password')];
    return { scopes, wantsRefresh, credentials: checkCredentials({ account, password }) };
  }
  if (grant === 'refresh_token')
    return { scopes, wantsRefresh: false, refreshToken: getField(form, 'refresh_token') };
  throw new TokenError(
    grant === null ? 'invalid_request' : 'unsupported_grant_type',
    'grant_type must be password or refresh_token. Send one of them, or use GET with Basic credentials.',
  );
}

function getField(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null) return value;
  throw new TokenError(
    'invalid_request',
    `The form has no ${name}. Add it, application/x-www-form-urlencoded.`,
  );
}

/** A token for somebody else's service would be worth nothing here, and one for this registry is not what was asked for. */
function checkService(parameters: URLSearchParams, own: string): void {
  const service = parameters.get('service');
  if (service === null || service === '' || service === own) return;
  throw new OciError('request-invalid', {
    message: `This registry is the service "${own}". Ask for that one, as WWW-Authenticate says.`,
  });
}
