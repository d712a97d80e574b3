import { startMockAuth, type MockAuth } from '../index.js';
import { get, payloadOf, post, send, type Answer } from '../testing/requests.js';

let mock: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({
    identities: {
      clients: [
        { id: 'wfm', secret: 's', rights: [{ repository: 'acme/pump', actions: ['pull'] }] },
        {
          id: 'opaque',
          secret: 's',
          tokenFormat: 'opaque',
          rights: [{ repository: 'acme/pump', actions: ['pull'] }],
        },
        { id: 'registry', secret: 's', introspect: true },
      ],
      users: [
        {
          name: 'alice',
          password: 'p',
          tokenFormat: 'opaque',
          rights: [{ repository: '*', actions: ['*'] }],
        },
      ],
    },
  });
});
afterAll(() => mock.close());

const issue = async (client: string, base = mock.url): Promise<string> =>
  String(
    (await post(`${base}/oauth/token`, { grant_type: 'client_credentials' }, { basic: `${client}:s` })).json
      .access_token,
  );
const introspect = (
  token: string,
  basic: string | undefined = 'registry:s',
  base = mock.url,
): Promise<Answer> => post(`${base}/oauth/introspect`, { token }, { basic });
const revoke = (token: string, basic = 'wfm:s'): Promise<Answer> =>
  post(`${mock.url}/oauth/revoke`, { token }, { basic });

describe('introspection', () => {
  it.each(['wfm', 'opaque'])('says of a token of %s what it holds', async (client) => {
    const { status, json, headers } = await introspect(await issue(client));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toMatchObject({
      active: true,
      token_type: 'Bearer',
      iss: mock.issuer,
      sub: client,
      client_id: client,
      aud: 'margo-registry',
      scope: 'repository:acme/pump:pull',
      access: [{ type: 'repository', name: 'acme/pump', actions: ['pull'] }],
      mock: true,
    });
    expect(Number(json.exp) - Number(json.iat)).toBe(300);
  });

  it('says the same of a JWT as the JWT itself', async () => {
    const token = await issue('wfm');
    const { active, token_type, ...claims } = (await introspect(token)).json;
    expect([active, token_type]).toEqual([true, 'Bearer']);
    expect(claims).toEqual(payloadOf(token));
  });

  it('names the user of a Docker token that is opaque', async () => {
    const { json } = await get(`${mock.url}/token?scope=repository:a/b:pull&service=reg`, {
      basic: 'alice:p',
    });
    expect((await introspect(String(json.token))).json).toMatchObject({
      active: true,
      sub: 'alice',
      aud: 'reg',
    });
  });

  it('says nothing but inactive of anything else', async () => {
    const token = await issue('wfm');
    const [header, , signature] = token.split('.');
    const forged = [header, Buffer.from('{"sub":"admin"}').toString('base64url'), signature].join('.');
    for (const other of ['nonsense', 'a.b.c', forged, `${token}x`, 'mock_at_unknown', 'x'.repeat(500_000)]) {
      const answer = await introspect(other);
      expect([answer.status, answer.text]).toEqual([200, '{"active":false}']);
    }
  });

  it('knows nothing of the tokens of another issuer', async () => {
    for (const client of ['wfm', 'opaque']) {
      const token = await issue(client, `${mock.url}/team-a`);
      expect((await introspect(token)).json).toEqual({ active: false });
      expect((await introspect(token, 'registry:s', `${mock.url}/team-a`)).json.active).toBe(true);
    }
  });

  it('knows a token that was issued under another name of the server', async () => {
    const token = await issue('wfm', mock.url.replace('127.0.0.1', 'localhost'));
    expect(payloadOf(token).iss).toMatch(/^http:\/\/localhost:/);
    expect((await introspect(token)).json.active).toBe(true);
  });

  it('is refused to strangers, and to clients that ask about tokens of others', async () => {
    const token = await issue('wfm');
    const stranger = await post(`${mock.url}/oauth/introspect`, { token });
    expect([stranger.status, stranger.json.error]).toEqual([401, 'invalid_client']);
    const other = await introspect(token, 'opaque:s');
    expect([other.status, other.json.error]).toEqual([403, 'unauthorized_client']);
    expect((await introspect(token, 'wfm:s')).json.active).toBe(true);
  });

  it('asks for a token and for a form', async () => {
    const none = await post(`${mock.url}/oauth/introspect`, {}, { basic: 'registry:s' });
    expect([none.status, none.json.error]).toEqual([400, 'invalid_request']);
    const json = await send(`${mock.url}/oauth/introspect`, {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect([json.status, json.json.error]).toEqual([400, 'invalid_request']);
  });
});

describe('revocation', () => {
  it.each(['wfm', 'opaque'])('ends a token of %s at once, and is safe to repeat', async (client) => {
    const token = await issue(client);
    for (const _time of [1, 2]) expect((await revoke(token, `${client}:s`)).status).toBe(200);
    expect((await introspect(token)).json).toEqual({ active: false });
  });

  it('leaves the other tokens of the client alone', async () => {
    const [first, second] = [await issue('wfm'), await issue('wfm')];
    await revoke(first);
    expect((await introspect(second)).json.active).toBe(true);
  });

  it('ends the access tokens of a refresh token with it', async () => {
    const form = { grant_type: 'password', username: 'alice', password: 'p' };
    const { json } = await post(`${mock.url}/oauth/token`, form, { basic: 'wfm:s' });
    expect((await introspect(String(json.access_token))).json.active).toBe(true);
    expect((await revoke(String(json.refresh_token))).status).toBe(200);
    expect((await introspect(String(json.access_token))).json.active).toBe(false);
    const again = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) };
    expect((await post(`${mock.url}/oauth/token`, again, { basic: 'wfm:s' })).json.error).toBe(
      'invalid_grant',
    );
  });

  it('takes an unknown token for a revoked one (RFC 7009 section 2.2), with any hint', async () => {
    const form = { token: 'nonsense', token_type_hint: 'whatever' };
    const answer = await post(`${mock.url}/oauth/revoke`, form, { basic: 'wfm:s' });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('refuses a token of another client, and strangers', async () => {
    const token = await issue('wfm');
    const other = await revoke(token, 'opaque:s');
    expect([other.status, other.json.error]).toEqual([400, 'invalid_grant']);
    expect((await introspect(token)).json.active).toBe(true);
    expect((await post(`${mock.url}/oauth/revoke`, { token })).status).toBe(401);
  });
});
