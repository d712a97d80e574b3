import {
  ClientSecretBasic,
  allowInsecureRequests,
  customFetch,
  introspectionRequest,
  processIntrospectionResponse,
} from 'oauth4webapi';
import type { AccessSettings } from '../access-settings.js';
import { limitedFetch, type FetchOptions } from './limited-fetch.js';

const TIME_LIMIT = 3_000;

export type IntrospectionSettings = Required<
  Pick<AccessSettings, 'introspectionUrl' | 'clientId' | 'clientSecret'>
>;

/** What the authorization server says of a token (RFC 7662, 2.2); `undefined` when it is not active. */
export type Introspection = Readonly<Record<string, unknown>> | undefined;

/** Asks the one configured endpoint, as its client by Basic. Rejects when it does not say yes or no in time. */
export async function introspect(
  { introspectionUrl, clientId, clientSecret }: IntrospectionSettings,
  token: string,
): Promise<Introspection> {
  const server = { issuer: introspectionUrl, introspection_endpoint: introspectionUrl };
  const client = { client_id: clientId };
  const answer = await introspectionRequest(server, client, ClientSecretBasic(clientSecret), token, {
    // Plain http inside one host or cluster is the operator's choice, as for every other address of the settings.
    [allowInsecureRequests]: true,
    [customFetch]: (url: string, options: FetchOptions) => limitedFetch(url, options),
    signal: () => AbortSignal.timeout(TIME_LIMIT),
    additionalParameters: { token_type_hint: 'access_token' },
  });
  const result = await processIntrospectionResponse(server, client, answer);
  return result.active ? result : undefined;
}
