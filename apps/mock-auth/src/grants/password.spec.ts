import { startMockAuth, type MockAuth } from '../index.js';
import { payloadOf, post } from '../testing/requests.js';

let mock: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({
    identities: {
      clients: [
        { id: 'console', secret: 's' },
        { id: 'once', secret: 's', grants: ['password'] },
        { id: 'app' },
      ],
      users: [{ name: 'alice', password: 'p:ä', rights: [{ repository: 'acme/*', actions: ['pull'] }] }],
    },
  });
});
afterAll(() => mock.close());

const ask = (form: Record<string, string>, basic: string | undefined = 'console:s') =>
  post(`${mock.url}/oauth/token`, { grant_type: 'password', ...form }, { basic });

describe('the password grant', () => {
  it('speaks for the user with the rights of the user', async () => {
    const { status, json } = await ask({ username: 'alice', password: 'p:ä' });
    expect(status).toBe(200);
    expect(json.scope).toBe('repository:acme/*:pull');
    expect(payloadOf(json.access_token)).toMatchObject({ sub: 'alice', client_id: 'console' });
    expect(json.refresh_token).toMatch(/^mock_rt_/);
  });

  it('serves public clients', async () => {
    const form = { grant_type: 'password', client_id: 'app', username: 'alice', password: 'p:ä' };
    expect((await post(`${mock.url}/oauth/token`, form)).status).toBe(200);
  });

  it('gives no refresh token to a client that may not use one', async () => {
    expect((await ask({ username: 'alice', password: 'p:ä' }, 'once:s')).json).not.toHaveProperty(
      'refresh_token',
    );
  });

  it.each([
    ['a wrong password', 'alice', 'p'],
    ['an unknown user', 'bob', 'p:ä'],
    ['a client without a secret as the user', 'app', 'anything'],
  ])('refuses %s as invalid_grant', async (_what, username, password) => {
    const answer = await ask({ username, password });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
  });

  it.each([
    ['username', { password: 'x' }],
    ['password', { username: 'alice' }],
  ])('names a missing %s', async (name, form) => {
    const answer = await ask(form as unknown as Record<string, string>);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
    expect(answer.json.error_description).toContain(name);
  });
});
