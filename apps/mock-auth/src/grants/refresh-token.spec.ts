import { startMockAuth, type MockAuth } from '../index.js';
import { payloadOf, post, type Answer } from '../testing/requests.js';

let mock: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({
    identities: {
      clients: [
        { id: 'console', secret: 's' },
        { id: 'other', secret: 's', introspect: true },
      ],
      users: [
        { name: 'alice', password: 'p', rights: [{ repository: 'acme/*', actions: ['pull', 'push'] }] },
      ],
    },
  });
});
afterAll(() => mock.close());

const login = (form: Record<string, string> = {}): Promise<Answer> =>
  post(
    `${mock.url}/oauth/token`,
    { grant_type: 'password', username: 'alice', password: 'p', ...form },
    { basic: 'console:s' },
  );

const refresh = (token: unknown, form: Record<string, string> = {}, basic = 'console:s'): Promise<Answer> =>
  post(
    `${mock.url}/oauth/token`,
    { grant_type: 'refresh_token', refresh_token: String(token), ...form },
    { basic },
  );

const isActive = async (token: unknown): Promise<unknown> =>
  (await post(`${mock.url}/oauth/introspect`, { token: String(token) }, { basic: 'other:s' })).json.active;

describe('the refresh grant', () => {
  it('replaces the refresh token with each use and keeps the caller, scope and audience', async () => {
    const first = await login({ scope: 'repository:acme/pump:pull', audience: 'reg' });
    const second = await refresh(first.json.refresh_token);
    expect(second.status).toBe(200);
    expect(second.json.refresh_token).not.toBe(first.json.refresh_token);
    expect(second.json.scope).toBe('repository:acme/pump:pull');
    expect(payloadOf(second.json.access_token)).toMatchObject({ sub: 'alice', aud: 'reg' });
    expect((await refresh(second.json.refresh_token)).status).toBe(200);
  });

  it('ends the whole grant when an old refresh token comes again', async () => {
    const first = await login();
    const second = await refresh(first.json.refresh_token);
    expect(await isActive(second.json.access_token)).toBe(true);
    const reused = await refresh(first.json.refresh_token);
    expect([reused.status, reused.json.error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(second.json.refresh_token)).json.error).toBe('invalid_grant');
    expect(await isActive(second.json.access_token)).toBe(false);
  });

  it('lets one of two refreshes at once through', async () => {
    const { json } = await login();
    const answers = await Promise.all([refresh(json.refresh_token), refresh(json.refresh_token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('may ask for less, and later for all of it again', async () => {
    const first = await login();
    const less = await refresh(first.json.refresh_token, { scope: 'repository:acme/pump:pull' });
    expect(less.json.scope).toBe('repository:acme/pump:pull');
    expect((await refresh(less.json.refresh_token)).json.scope).toBe('repository:acme/*:pull,push');
  });

  it.each([
    'repository:acme/pump:pull,push',
    'repository:acme/pump:*',
    'repository:acme/fan:pull',
    'registry:catalog:*',
  ])('refuses %s where pull on one repository was granted, and keeps the refresh token', async (scope) => {
    const { json } = await login({ scope: 'repository:acme/pump:pull' });
    const answer = await refresh(json.refresh_token, { scope });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_scope']);
    expect((await refresh(json.refresh_token)).status).toBe(200);
  });

  it('refuses the refresh token of another client, of nobody, and an access token', async () => {
    const { json } = await login();
    for (const answer of [
      await refresh(json.refresh_token, {}, 'other:s'),
      await refresh('mock_rt_unknown'),
      await refresh(json.access_token),
    ])
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(json.refresh_token)).status).toBe(200);
  });

  it('forgets refresh tokens with a reset', async () => {
    const { json } = await login();
    await mock.reset();
    expect((await refresh(json.refresh_token)).json.error).toBe('invalid_grant');
  });
});
