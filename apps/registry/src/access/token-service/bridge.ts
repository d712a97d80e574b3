import { OciError } from '@margo-registry/oci';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  customFetch,
  genericTokenEndpointRequest,
  None,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
  type ClientAuth,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { Credentials } from './basic-credentials.js';
import type { Judged } from './logins.js';
import { formatTokenAnswer, type TokenAnswer } from './token-answer.js';
import type { FetchOptions } from '../tokens/limited-fetch.js';
import { unavailable, type Upstream } from './upstream.js';

export interface BridgeOptions {
  readonly url: string;
  /** `client_credentials`: the name and password are a client's; `password`: a user's. */
  readonly grant: 'client_credentials' | 'password';
  /** The registry's own client at the server, for the password grant. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** What an OAuth 2.0 server says when the credentials, and not our request, are wrong (RFC 6749, 5.2). */
const WRONG = {
  client_credentials: ['invalid_client', 'invalid_grant', 'unauthorized_client', 'access_denied'],
  password: ['invalid_grant', 'access_denied'],
};

/**
 * Trades a name and a password for a token of an OAuth 2.0 server that knows no Docker tokens. No scopes are asked for, so
 * the server gives what it gives this caller; local rules bound the result when it is used.
 */
export class Bridge {
  constructor(
    private readonly options: BridgeOptions,
    private readonly upstream: Upstream,
  ) {}

  /** @throws OciError `token-service-unavailable`, `too-many-logins` */
  async login(credentials: Credentials): Promise<Judged<TokenAnswer | undefined>> {
    try {
      return { isRight: true, result: toAnswer(await this.requestToken(credentials)) };
    } catch (error) {
      if (error instanceof OciError) throw error;
      if (error instanceof ResponseBodyError && WRONG[this.options.grant].includes(error.error))
        return { isRight: false, result: undefined };
      throw unavailable(this.describe(error), error);
    }
  }

  private async requestToken({ account, password }: Credentials): Promise<TokenEndpointResponse> {
    const { url, grant, clientId = '', clientSecret } = this.options;
    const server = { issuer: new URL(url).origin, token_endpoint: url };
    const isClient = grant === 'client_credentials';
    const client = { client_id: isClient ? account : clientId };
    const authentication = isClient ? ClientSecretBasic(password) : own(clientSecret);
    const parameters: Record<string, string> = isClient ? {} : { username: account, password };
    const response = await genericTokenEndpointRequest(server, client, authentication, grant, parameters, {
      [customFetch]: (target, init) => this.fetch(target, init),
      // Whether it may be http is decided with the settings, and where the server is next door it may.
      [allowInsecureRequests]: true,
    });
    return processGenericTokenEndpointResponse(server, client, response);
  }

  /** Without the challenge of a refusal: the body says more, and the library would read only one of them. */
  private async fetch(url: string, init: FetchOptions): Promise<Response> {
    const { status, headers, text } = await this.upstream.ask(url, init);
    if (status === 429)
      throw new OciError('too-many-logins', {
        headers: { 'Retry-After': headers.get('retry-after') ?? '10' },
      });
    const type = headers.get('content-type') ?? '';
    return new Response(status === 204 || status === 304 ? null : text, {
      status,
      headers: { 'content-type': type },
    });
  }

  private describe(error: unknown): string {
    if (!(error instanceof ResponseBodyError)) return 'gave an answer that is none of OAuth 2.0';
    return this.options.grant === 'password' && error.error === 'invalid_client'
      ? 'does not accept the client of this registry (REGISTRY_ACCESS_CLIENT_ID)'
      : `refused the request of this registry (${error.error.replace(/[^\w.:-]/g, ' ').slice(0, 60)})`;
  }
}

function own(clientSecret: string | undefined): ClientAuth {
  return clientSecret === undefined ? None() : ClientSecretBasic(clientSecret);
}

/** No refresh token of the server is passed on: clients keep one for good, and it might be good for one use only. */
function toAnswer({
  access_token: token,
  expires_in: lifetime,
  scope = '',
}: TokenEndpointResponse): TokenAnswer {
  return formatTokenAnswer({ token, lifetime, scope, issuedAt: new Date() });
}
