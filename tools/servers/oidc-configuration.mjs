import { exportJWK, generateKeyPair } from 'jose';

/** Clients of the provider; the secret is the name with `-secret` behind it. */
const CLIENTS = ['wfm', 'publisher', 'registry'];
const AUDIENCE = 'margo-registry';

/**
 * Configuration of the npm package `oidc-provider` as somebody else's authorization server: the client credentials grant,
 * introspection, and access tokens for the audience `margo-registry`.
 *
 * @param {'jwt' | 'opaque'} format of access tokens
 * @returns {Promise<import('oidc-provider').Configuration>}
 */
export async function makeOidcConfiguration(format) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    ttl: { ClientCredentials: 600 },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'first', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key for cookies that nobody sets'] },
    clients: CLIENTS.map((name) => ({
      client_id: name,
      client_secret: `${name}-secret`,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    })),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:margo-registry',
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenTTL: 600,
          accessTokenFormat: format,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
