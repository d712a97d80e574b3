import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { startMockAuth, type MockAuth } from '../index.js';
import { get, payloadOf, post } from '../testing/requests.js';

const IDENTITIES = {
  clients: [
    { id: 'wfm', secret: 'wfm-secret', rights: [{ repository: '*', actions: ['pull'] }] },
    {
      id: 'narrow',
      secret: 's',
      alg: 'RS256',
      lifetime: '90s',
      audiences: ['first', 'second'],
      scopes: ['fleet:read'],
      claims: [{ name: 'department', value: 'fleet' }],
      rights: [
        { repository: 'acme/*', actions: ['pull', 'push'] },
        { repository: 'other/pump', actions: ['pull'] },
      ],
    },
    { id: 'opaque', secret: 's', tokenFormat: 'opaque', rights: [{ repository: '*', actions: ['*'] }] },
    { id: 'idle', secret: 's', grants: ['password'] },
    { id: 'public' },
  ],
};

let mock: MockAuth;
beforeAll(async () => void (mock = await startMockAuth({ identities: IDENTITIES })));
afterAll(() => mock.close());

const ask = (basic: string, form: Record<string, string> = {}) =>
  post(`${mock.url}/oauth/token`, { grant_type: 'client_credentials', ...form }, { basic });

describe('client credentials', () => {
  it('gives an RFC 9068 JWT that the published keys verify', async () => {
    const answer = await ask('wfm:wfm-secret');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
    const keys = (await get(`${mock.url}/.well-known/jwks.json`)).json as unknown as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(
      String(answer.json.access_token),
      createLocalJWKSet(keys),
      { issuer: mock.issuer, audience: 'margo-registry', typ: 'at+jwt' },
    );
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({ sub: 'wfm', client_id: 'wfm', mock: true });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
    expect(typeof payload.jti).toBe('string');
  });

  it('grants all that the client holds when nothing is asked for, without a claim that cannot say patterns', async () => {
    const { json } = await ask('narrow:s');
    expect(json.scope).toBe('repository:acme/*:pull,push repository:other/pump:pull fleet:read');
    expect(payloadOf(json.access_token)).not.toHaveProperty('access');
  });

  it('narrows what was asked for to what is held, and says it as scope and as the access claim', async () => {
    const { json } = await ask('narrow:s', {
      scope: 'repository:acme/pump:pull,delete repository:foreign/x:pull',
    });
    expect(json.scope).toBe('repository:acme/pump:pull');
    expect(payloadOf(json.access_token).access).toEqual([
      { type: 'repository', name: 'acme/pump', actions: ['pull'] },
    ]);
  });

  it('takes algorithm, lifetime and further claims of the client', async () => {
    const { json } = await ask('narrow:s');
    expect(json.expires_in).toBe(90);
    expect(payloadOf(json.access_token)).toMatchObject({ department: 'fleet', aud: 'first' });
    const header = JSON.parse(
      Buffer.from(String(json.access_token).split('.')[0] ?? '', 'base64url').toString(),
    );
    expect(header.alg).toBe('RS256');
  });

  it('gives opaque tokens to clients that have them', async () => {
    const { json } = await ask('opaque:s');
    expect(json.access_token).toMatch(/^mock_at_[\w-]{22}$/);
  });

  it('never gives a refresh token (RFC 6749 section 4.4.3)', async () => {
    expect((await ask('wfm:wfm-secret')).json).not.toHaveProperty('refresh_token');
  });

  it('writes the audience that was asked for, several as a list', async () => {
    const body = 'grant_type=client_credentials&audience=first&audience=second';
    const { json } = await post(`${mock.url}/oauth/token`, body, { basic: 'narrow:s' });
    expect(payloadOf(json.access_token).aud).toEqual(['first', 'second']);
  });

  it.each([
    ['an audience of others', { audience: 'third' }],
    ['a relative resource', { resource: '/registry' }],
  ])('refuses %s as invalid_target', async (_what, form) => {
    const answer = await ask('narrow:s', form);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_target']);
  });

  it.each([
    ['malformed', 'repository:acme/pump'],
    ['malformed in its name', 'repository:Acme:pull'],
    ['not held', 'repository:foreign/pump:pull'],
    ['not known', 'fleet:write'],
    ['too many', Array.from({ length: 10_000 }, (_, index) => `repository:acme/r${index}:pull`).join(' ')],
    ['no ASCII', 'repository:acme/pümp:pull'],
  ])('refuses a scope that is %s as invalid_scope', async (_what, scope) => {
    const answer = await ask('narrow:s', { scope });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_scope']);
    expect(answer.json.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{20,}$/);
  });

  it('refuses a client that may not use the grant, and a public one, as unauthorized_client', async () => {
    expect((await ask('idle:s')).json.error).toBe('unauthorized_client');
    const answer = await post(`${mock.url}/oauth/token`, {
      grant_type: 'client_credentials',
      client_id: 'public',
    });
    expect([answer.status, answer.json.error]).toEqual([400, 'unauthorized_client']);
  });

  it('keeps answers out of caches and marks them as a mock, errors too', async () => {
    for (const answer of [await ask('wfm:wfm-secret'), await ask('wfm:wrong')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('pragma')).toBe('no-cache');
      expect(answer.headers.get('x-mock-auth')).toBe('margo-mock-auth');
    }
  });
});
