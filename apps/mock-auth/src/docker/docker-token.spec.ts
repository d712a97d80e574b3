import { startMockAuth, type MockAuth } from '../index.js';
import { get, payloadOf, post, type Answer } from '../testing/requests.js';

const IDENTITIES = {
  clients: [
    { id: 'wfm', secret: 'wfm-secret', rights: [{ repository: '*', actions: ['pull'] }] },
    { id: 'admin', secret: 'admin-secret', rights: [{ repository: '*', actions: ['*'] }] },
    { id: 'app' },
  ],
  users: [
    {
      name: 'alice',
      password: 'p%41+:x',
      rights: [{ repository: 'acme/*', actions: ['pull', 'push'] }],
    },
  ],
  anonymous: [{ repository: 'public/*', actions: ['pull'] }],
};

let mock: MockAuth;
let strict: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({ identities: IDENTITIES });
  strict = await startMockAuth({ identities: IDENTITIES, dockerGrant: 'asked' });
});
afterAll(async () => {
  await mock.close();
  await strict.close();
});

const ask = (query: string, basic?: string, base = mock.url): Promise<Answer> =>
  get(`${base}/token?${query}`, { basic });
const accessOf = ({ json }: Answer): unknown => payloadOf(json.token).access;
const one = (name: string, ...actions: string[]) => ({ type: 'repository', name, actions });

describe('GET /token of the distribution protocol', () => {
  it('answers with every member that clients read', async () => {
    const { status, json, headers } = await ask(
      'service=reg.example&scope=repository:acme/pump:pull',
      'wfm:wfm-secret',
    );
    expect(status).toBe(200);
    expect(json.access_token).toBe(json.token);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'repository:acme/pump:pull' });
    expect(json.issued_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(json).not.toHaveProperty('refresh_token');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(payloadOf(json.token)).toMatchObject({ sub: 'wfm', aud: 'reg.example' });
  });

  it('grants all that the account holds on the repository, as clients that keep their first token need it', async () => {
    expect(accessOf(await ask('scope=repository:acme/pump:pull', 'alice:p%41+:x'))).toEqual([
      one('acme/pump', 'pull', 'push'),
    ]);
  });

  it('grants no more than was asked for where the settings say so', async () => {
    const query = 'scope=repository:acme/pump:pull,delete';
    expect(accessOf(await ask(query, 'alice:p%41+:x', strict.url))).toEqual([one('acme/pump', 'pull')]);
    const all = await ask('scope=repository:acme/pump:*', 'alice:p%41+:x', strict.url);
    expect(accessOf(all)).toEqual([one('acme/pump', 'pull', 'push')]);
  });

  it('takes scope repeated and joined by spaces, and leaves out what is not held', async () => {
    const query =
      'scope=repository:acme/a:pull%20repository:foreign/b:pull&scope=repository:acme/c:push,pull&scope=repository(plugin):acme/d:pull';
    expect(accessOf(await ask(query, 'alice:p%41+:x'))).toEqual([
      one('acme/a', 'pull', 'push'),
      one('acme/c', 'pull', 'push'),
      one('acme/d', 'pull', 'push'),
    ]);
  });

  it('grants the catalogue to whoever may list everything', async () => {
    const query = 'scope=registry:catalog:*';
    expect(accessOf(await ask(query, 'wfm:wfm-secret'))).toEqual([
      { type: 'registry', name: 'catalog', actions: ['*'] },
    ]);
    expect(accessOf(await ask(query, 'alice:p%41+:x'))).toEqual([]);
  });

  it('spells out what * holds', async () => {
    expect(accessOf(await ask('scope=repository:a/b:pull', 'admin:admin-secret'))).toEqual([
      one('a/b', '*', 'delete', 'pull', 'push'),
    ]);
  });

  it('lets an account log in without a scope', async () => {
    const answer = await ask(
      'account=alice&client_id=docker&offline_token=true&service=reg',
      'alice:p%41+:x',
    );
    expect(answer.status).toBe(200);
    expect(accessOf(answer)).toEqual([]);
    expect(answer.json.refresh_token).toMatch(/^mock_rt_/);
  });

  it('gives a token with an empty subject to whoever has no credentials, by the policy for them', async () => {
    const answer = await ask(
      'scope=repository:public/a:pull,push%20repository:acme/a:pull&offline_token=true',
    );
    expect(payloadOf(answer.json.token).sub).toBe('');
    expect(accessOf(answer)).toEqual([one('public/a', 'pull')]);
    expect(answer.json).not.toHaveProperty('refresh_token');
  });

  it.each([
    ['a wrong password', 'alice:wrong'],
    ['an unknown account', 'bob:p'],
    ['a client without a secret', 'app:'],
    ['no colon', 'alice'],
  ])('refuses %s with 401 and never with an anonymous token', async (_what, basic) => {
    const answer = await ask('scope=repository:public/a:pull', basic);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    expect(answer.json).toMatchObject({ errors: [{ code: 'UNAUTHORIZED' }] });
    expect(answer.json).not.toHaveProperty('token');
  });

  it('refuses an Authorization header that is not Basic, and an account that is not the one that logs in', async () => {
    expect((await get(`${mock.url}/token`, { headers: { Authorization: 'Bearer x' } })).status).toBe(401);
    expect((await ask('account=wfm', 'alice:p%41+:x')).status).toBe(401);
  });

  it.each([
    'scope=repository:acme',
    'scope=repository:ACME:pull',
    'service=a&service=b',
    `scope=${'x%20'.repeat(3)}repository:a:Pull`,
  ])('refuses %s with 400', async (query) => {
    expect((await ask(query)).status).toBe(400);
  });
});

describe('POST /token of the distribution protocol', () => {
  const form = {
    grant_type: 'password',
    username: 'alice',
    password: 'p%41+:x',
    client_id: 'containerd-client',
  };

  it('logs an account in for any client', async () => {
    const answer = await post(`${mock.url}/token`, {
      ...form,
      service: 'reg',
      scope: 'repository:acme/a:pull repository:acme/b:pull',
    });
    expect(answer.status).toBe(200);
    expect(accessOf(answer)).toEqual([one('acme/a', 'pull', 'push'), one('acme/b', 'pull', 'push')]);
    expect(answer.json.access_token).toBe(answer.json.token);
    expect(answer.json).not.toHaveProperty('refresh_token');
  });

  it('gives an identity token that keeps working', async () => {
    const { json } = await post(`${mock.url}/token`, { ...form, access_type: 'offline' });
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(json.refresh_token),
      scope: 'repository:acme/a:pull',
    };
    for (const _time of [1, 2]) {
      const answer = await post(`${mock.url}/token`, refresh);
      expect(answer.json.refresh_token).toBe(json.refresh_token);
      expect(accessOf(answer)).toEqual([one('acme/a', 'pull', 'push')]);
    }
  });

  it('takes no refresh token of OAuth, nor OAuth one of Docker', async () => {
    const docker = (await post(`${mock.url}/token`, { ...form, access_type: 'offline' })).json.refresh_token;
    const oauth = (await post(`${mock.url}/oauth/token`, form, { basic: 'wfm:wfm-secret' })).json;
    expect(oauth.error).toBe('invalid_request');
    const session = { ...form, client_id: 'wfm' };
    const { json } = await post(`${mock.url}/oauth/token`, session, { basic: 'wfm:wfm-secret' });
    const refresh = (refresh_token: unknown) => ({
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
    });
    expect((await post(`${mock.url}/token`, refresh(json.refresh_token))).status).toBe(401);
    const answer = await post(`${mock.url}/oauth/token`, refresh(docker), { basic: 'wfm:wfm-secret' });
    expect(answer.json.error).toBe('invalid_grant');
  });

  it('refuses a wrong password with 401, another grant and a missing one with 400', async () => {
    expect((await post(`${mock.url}/token`, { ...form, password: 'x' })).status).toBe(401);
    const other = await post(`${mock.url}/token`, { grant_type: 'authorization_code' });
    expect([other.status, other.json.error]).toEqual([400, 'unsupported_grant_type']);
    expect((await post(`${mock.url}/token`, {})).json.error).toBe('invalid_request');
  });
});
