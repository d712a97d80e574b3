import { createTrustDomain, startMockAuth, type MockAuth } from '@margo-registry/mock-auth';
import { generateKeyPair, exportSPKI, type CryptoKey } from 'jose';
import * as oauth from 'openid-client';

const plant = createTrustDomain('plant.example');
let mock: MockAuth;
let deviceKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  deviceKey = pair.privateKey;
  const rights = [{ repository: '*', actions: ['pull'] }];
  mock = await startMockAuth({
    identities: {
      clients: [
        { id: 'wfm', secret: 'a secret with % and :', rights },
        { id: 'device', publicKeys: [await exportSPKI(pair.publicKey)], rights },
        { id: 'registry', secret: 'registry-secret', introspect: true },
        { id: 'app' },
      ],
      users: [{ name: 'alice', password: 'alice-secret', rights }],
      workloads: [{ spiffe: '*', rights }],
      trustDomains: [{ name: 'plant.example', bundle: plant.bundle }],
    },
  });
});
afterAll(() => mock.close());

/** The client as a program would make it: from the issuer's URL alone. */
function discover(
  client: string,
  authentication: oauth.ClientAuth,
  { issuer = mock.issuer, algorithm = 'oauth2' as 'oauth2' | 'oidc' } = {},
): Promise<oauth.Configuration> {
  const options = { algorithm, execute: [oauth.allowInsecureRequests] };
  return oauth.discovery(new URL(issuer), client, undefined, authentication, options);
}

const SECRET = 'a secret with % and :';
const asRegistry = (): Promise<oauth.Configuration> =>
  discover('registry', oauth.ClientSecretBasic('registry-secret'));

describe('openid-client against the mock', () => {
  it.each<[string, () => oauth.ClientAuth]>([
    ['client_secret_basic', () => oauth.ClientSecretBasic(SECRET)],
    ['client_secret_post', () => oauth.ClientSecretPost(SECRET)],
  ])('gets a token by client credentials with %s and introspects it', async (_method, authentication) => {
    const config = await discover('wfm', authentication());
    const tokens = await oauth.clientCredentialsGrant(config, { scope: 'repository:acme/pump:pull' });
    expect(tokens).toMatchObject({
      token_type: 'bearer',
      scope: 'repository:acme/pump:pull',
      expires_in: 300,
    });
    const answer = await oauth.tokenIntrospection(await asRegistry(), tokens.access_token);
    expect(answer).toMatchObject({ active: true, sub: 'wfm', iss: mock.issuer });
  });

  it('authenticates with private_key_jwt', async () => {
    const config = await discover('device', oauth.PrivateKeyJwt(deviceKey));
    for (const _time of [1, 2]) {
      const tokens = await oauth.clientCredentialsGrant(config);
      expect(tokens.access_token).toMatch(/^eyJ/);
    }
  });

  it('refreshes what the password grant gave, as a public client', async () => {
    const config = await discover('app', oauth.None());
    const first = await oauth.genericGrantRequest(config, 'password', {
      username: 'alice',
      password: 'alice-secret',
    });
    const second = await oauth.refreshTokenGrant(config, String(first.refresh_token));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expect(oauth.refreshTokenGrant(config, String(first.refresh_token))).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
  });

  it('revokes, and introspection knows at once', async () => {
    const config = await discover('wfm', oauth.ClientSecretBasic(SECRET));
    const { access_token } = await oauth.clientCredentialsGrant(config);
    await oauth.tokenRevocation(config, access_token);
    expect(await oauth.tokenIntrospection(await asRegistry(), access_token)).toEqual({ active: false });
  });

  it('exchanges an X.509-SVID', async () => {
    const config = await discover('app', oauth.None());
    const tokens = await oauth.genericGrantRequest(
      config,
      'urn:ietf:params:oauth:grant-type:token-exchange',
      {
        subject_token: plant.issueSvid('/margo/wfm/w1', { throughIntermediate: true }).encoded,
        subject_token_type: 'urn:margo:token-type:x509-svid',
      },
    );
    expect(tokens.issued_token_type).toBe('urn:ietf:params:oauth:token-type:access_token');
    const answer = await oauth.tokenIntrospection(await asRegistry(), tokens.access_token);
    expect(answer).toMatchObject({ active: true, sub: 'spiffe://plant.example/margo/wfm/w1' });
  });

  it('finds every issuer by both standards, and each has tokens of its own', async () => {
    for (const algorithm of ['oauth2', 'oidc'] as const) {
      const issuer = `${mock.issuer}/team-${algorithm}`;
      const config = await discover('wfm', oauth.ClientSecretBasic(SECRET), { issuer, algorithm });
      const { access_token } = await oauth.clientCredentialsGrant(config);
      expect(await oauth.tokenIntrospection(await asRegistry(), access_token)).toEqual({ active: false });
    }
  });

  it('is told the error codes of the RFCs', async () => {
    const wrong = await discover('wfm', oauth.ClientSecretBasic('wrong'));
    await expect(oauth.clientCredentialsGrant(wrong)).rejects.toMatchObject({
      code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
      status: 401,
    });
    const config = await discover('wfm', oauth.ClientSecretPost(SECRET));
    await expect(oauth.clientCredentialsGrant(config, { scope: 'repository:a:push' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
    await expect(oauth.genericGrantRequest(config, 'implicit', {})).rejects.toMatchObject({
      error: 'unsupported_grant_type',
    });
  });
});
