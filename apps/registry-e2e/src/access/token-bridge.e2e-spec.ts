import { rm } from 'node:fs/promises';
import { pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { BearerClient } from './guarded-registry.js';
import { basicOf, fetchToken, writeAccounts, type AccountsPlace } from './local-accounts.js';
import { OidcServer, type TokenFormat } from './oidc-server.js';

const RULES = [
  { subject: 'publisher', repository: '*', actions: ['pull', 'push'] },
  { subject: 'wfm', repository: '*', actions: ['pull'] },
];

describe.each<[string, TokenFormat]>([
  ['JWTs, verified by its keys', 'jwt'],
  ['opaque tokens, verified by introspection', 'opaque'],
])('the /token bridge in front of oidc-provider, which issues %s,', (_name, format) => {
  let server: OidcServer;
  let place: AccountsPlace;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    server = await OidcServer.start(format);
    place = await writeAccounts(RULES);
    const environment = {
      REGISTRY_SETTINGS: place.environment['REGISTRY_SETTINGS']!,
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_TOKEN_URL: server.tokenUrl,
      REGISTRY_ACCESS_TOKEN_KIND: 'client_credentials',
      ...(format === 'jwt' ? server.jwksEnvironment : server.introspectionEnvironment),
    };
    registry = await RunningRegistry.start({ environment });
    client = new RegistryClient(registry.url);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await server.stop();
    await rm(place.directory, { recursive: true });
  });

  async function withToken<T>(account: string, use: (bearer: BearerClient) => Promise<T>): Promise<T> {
    const token = await fetchToken(registry.url, account, 'repository:acme/app:pull,push');
    const bearer = new BearerClient(registry.url, token);
    return use(bearer).finally(() => bearer.close());
  }

  it('lets clients that only know Docker tokens push and pull, as far as the rules go', async () => {
    const digest = await withToken('publisher', (bearer) => pushImage(bearer, 'acme/app', 'v1'));
    expect(digest).toBeDefined();
    await withToken('wfm', async (bearer) => {
      expect((await bearer.get('/v2/acme/app/manifests/v1')).status).toBe(200);
      const push = await bearer.post('/v2/acme/app/blobs/uploads/');
      expect([push.status, push.codes]).toEqual([403, ['DENIED']]);
    });
  });

  it('names the lifetime that the server gives its tokens', async () => {
    const answer = await client.get('/token?service=margo-registry', basicOf('wfm'));
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: '' });
  });

  it('refuses a wrong secret and an unknown client with 401', async () => {
    for (const headers of [basicOf('wfm', 'wrong'), basicOf('stranger')]) {
      const answer = await client.get('/token?service=margo-registry', headers);
      expect([answer.status, answer.codes]).toEqual([401, ['UNAUTHORIZED']]);
    }
  });

  it('says 503 while the server is away, and neither 401 nor an anonymous token', async () => {
    await server.stop();
    const answer = await client.get('/token?service=margo-registry', basicOf('wfm'));
    expect([answer.status, answer.codes]).toEqual([503, ['UNAVAILABLE']]);
    expect(Number(answer.getHeader('retry-after'))).toBeGreaterThanOrEqual(1);
  });
});
