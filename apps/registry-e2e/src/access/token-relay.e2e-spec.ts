import { startMockAuth, type MockAuth } from '@margo-registry/mock-auth';
import { pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { BearerClient } from './guarded-registry.js';
import { basicOf, fetchToken } from './local-accounts.js';

const SERVICE = 'service=margo-registry';

describe('the relay to the Docker token endpoint of mock-auth', () => {
  let server: MockAuth;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    server = await startMockAuth();
    const environment = {
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_ISSUER: server.issuer,
      REGISTRY_ACCESS_JWKS_URL: `${server.url}/.well-known/jwks.json`,
      REGISTRY_ACCESS_TOKEN_URL: `${server.url}/token`,
      REGISTRY_ACCESS_TOKEN_KIND: 'docker',
    };
    registry = await RunningRegistry.start({ environment });
    client = new RegistryClient(registry.url);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await server.close();
  });

  async function withToken<T>(account: string, use: (bearer: BearerClient) => Promise<T>): Promise<T> {
    const bearer = new BearerClient(
      registry.url,
      await fetchToken(registry.url, account, 'repository:acme/app:*'),
    );
    return use(bearer).finally(() => bearer.close());
  }

  it('logs in the development identities by their names and secrets', async () => {
    await withToken('publisher', (bearer) => pushImage(bearer, 'acme/app', 'v1'));
    await withToken('wfm', async (bearer) => {
      expect((await bearer.get('/v2/acme/app/manifests/v1')).status).toBe(200);
      const push = await bearer.post('/v2/acme/app/blobs/uploads/');
      expect([push.status, push.getHeader('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('error="insufficient_scope"'),
      ]);
    });
  });

  it('passes on the password grant, and what the service says of it', async () => {
    const form = { grant_type: 'password', username: 'wfm', password: 'wfm-secret', client_id: 'helm' };
    const post = (fields: Record<string, string>): ReturnType<RegistryClient['post']> =>
      client.post('/token', {
        body: `${new URLSearchParams(fields)}&${SERVICE}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const direct = await fetch(`${server.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
    const relayed = await post(form);
    expect([relayed.status, direct.status]).toEqual([200, 200]);
    expect(Object.keys(relayed.json as object)).toEqual(Object.keys((await direct.json()) as object));
    expect((await post({ ...form, password: 'wrong' })).status).toBe(401);
  });

  it('refuses a wrong secret with the answer of the service', async () => {
    const answer = await client.get(`/token?${SERVICE}`, basicOf('wfm', 'wrong'));
    expect(answer.status).toBe(401);
    expect(answer.getHeader('www-authenticate')).toMatch(/^Basic /);
  });

  it('says 503 while the service is away', async () => {
    await server.close();
    const answer = await client.get(`/token?${SERVICE}`, basicOf('wfm'));
    expect([answer.status, answer.codes]).toEqual([503, ['UNAVAILABLE']]);
  });
});
