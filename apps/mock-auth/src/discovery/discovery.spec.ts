import { request } from 'node:http';
import { startMockAuth, type MockAuth } from '../index.js';
import { get } from '../testing/requests.js';

let mock: MockAuth;
beforeAll(async () => void (mock = await startMockAuth()));
afterAll(() => mock.close());

describe('discovery', () => {
  it.each(['oauth-authorization-server', 'openid-configuration'])('serves /.well-known/%s', async (name) => {
    const { json } = await get(`${mock.url}/.well-known/${name}`);
    expect(json).toMatchObject({
      issuer: mock.url,
      token_endpoint: `${mock.url}/oauth/token`,
      introspection_endpoint: `${mock.url}/oauth/introspect`,
      revocation_endpoint: `${mock.url}/oauth/revoke`,
      jwks_uri: `${mock.url}/.well-known/jwks.json`,
      response_types_supported: [],
    });
    expect(json.grant_types_supported).toContain('urn:ietf:params:oauth:grant-type:token-exchange');
    expect(json).not.toHaveProperty('authorization_endpoint');
  });

  it('serves an issuer of a path at both places where standards look for it', async () => {
    const behind = await get(`${mock.url}/.well-known/oauth-authorization-server/team-a`);
    const before = await get(`${mock.url}/team-a/.well-known/openid-configuration`);
    expect(behind.json).toEqual(before.json);
    expect(behind.json).toMatchObject({
      issuer: `${mock.url}/team-a`,
      token_endpoint: `${mock.url}/team-a/oauth/token`,
    });
  });

  it('publishes public halves only, other keys per issuer, and the same ones after a reset', async () => {
    const [root, team] = [
      await get(`${mock.url}/.well-known/jwks.json`),
      await get(`${mock.url}/team-a/.well-known/jwks.json`),
    ];
    const keys = root.json.keys as Record<string, unknown>[];
    expect(keys.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
    expect(team.text).not.toBe(root.text);
    await mock.reset();
    expect((await get(`${mock.url}/.well-known/jwks.json`)).text).toBe(root.text);
  });

  it('says one issuer to everybody where the settings name it, with endpoints that the caller can reach', async () => {
    const named = await startMockAuth({ issuer: 'http://mock-auth:5001/' });
    const { json } = await get(`${named.url}/team-a/.well-known/oauth-authorization-server`);
    expect(json.issuer).toBe('http://mock-auth:5001/team-a');
    expect(json.token_endpoint).toBe(`${named.url}/team-a/oauth/token`);
    await named.close();
  });

  it('speaks of the proxy in front of it to whoever came through it', async () => {
    const proxied = await startMockAuth({ issuer: 'https://auth.example/mock' });
    const text = await new Promise<string>((resolve, reject) => {
      const path = `${proxied.url}/team-a/.well-known/openid-configuration`;
      request(path, { headers: { host: 'auth.example' } }, (answer) => {
        answer.setEncoding('utf8').on('data', resolve);
      })
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(text)).toMatchObject({
      issuer: 'https://auth.example/mock/team-a',
      token_endpoint: 'https://auth.example/mock/team-a/oauth/token',
    });
    await proxied.close();
  });
});
