import {
  allowInsecureRequests,
  customFetch,
  introspectionRequest,
  processIntrospectionResponse,
  type ClientAuth,
} from 'oauth4webapi';
import type { AccessSettings } from '../access-settings.js';
import { limitedFetch, type FetchOptions } from './limited-fetch.js';

export type IntrospectionSettings = Required<
  Pick<AccessSettings, 'introspectionUrl' | 'clientId' | 'clientSecret'>
>;

/** What the authorization server says of a token (RFC 7662, 2.2); `undefined` when it is not active. */
export type Introspection = Readonly<Record<string, unknown>> | undefined;

/** Asks the one configured endpoint, as its client by Basic. Rejects when it does not say yes or no within so many milliseconds. */
export async function introspect(
  { introspectionUrl, clientId, clientSecret }: IntrospectionSettings,
  token: string,
  timeLimit: number,
): Promise<Introspection> {
  const server = { issuer: introspectionUrl, introspection_endpoint: introspectionUrl };
  const client = { client_id: clientId };
  const answer = await introspectionRequest(server, client, basic(clientSecret), token, {
    // Plain http inside one host or cluster is the operator's choice, as for every other address of the settings.
    [allowInsecureRequests]: true,
    [customFetch]: (url: string, options: FetchOptions) => limitedFetch(url, options),
    signal: () => AbortSignal.timeout(timeLimit),
    additionalParameters: { token_type_hint: 'access_token' },
  });
  const result = await processIntrospectionResponse(server, client, answer);
  return result.active ? result : undefined;
}

/** RFC 6749, 2.3.1. Only what the form encoding asks for is encoded: servers that do not decode then read most secrets too. */
function basic(secret: string): ClientAuth {
  return (_server, { client_id }, _body, headers) => {
    const pair = [client_id, secret].map((text) => new URLSearchParams({ '': text }).toString().slice(1));
    headers.set('Authorization', `Basic ${Buffer.from(pair.join(':')).toString('base64')}`);
  };
}
