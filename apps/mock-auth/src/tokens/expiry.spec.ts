import { startMockAuth, type MockAuth } from '../index.js';
import { get, payloadOf, post, type Answer } from '../testing/requests.js';

const RIGHTS = [{ repository: '*', actions: ['pull'] }];
const START = 1_800_000_000;

let mock: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({
    at: START,
    seed: 'expiry',
    identities: {
      clients: [
        { id: 'wfm', secret: 's', lifetime: '90s', refreshLifetime: '1h', rights: RIGHTS },
        { id: 'opaque', secret: 's', lifetime: '90s', tokenFormat: 'opaque', rights: RIGHTS },
        { id: 'registry', secret: 's', introspect: true },
      ],
      users: [{ name: 'alice', password: 'p', refreshLifetime: '1h', rights: RIGHTS }],
    },
  });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const ask = (form: Record<string, string>, client = 'wfm'): Promise<Answer> =>
  post(`${mock.url}/oauth/token`, form, { basic: `${client}:s` });
const isActive = async (token: unknown): Promise<unknown> =>
  (await post(`${mock.url}/oauth/introspect`, { token: String(token) }, { basic: 'registry:s' })).json.active;

describe('the clock of the issuer', () => {
  it.each(['wfm', 'opaque'])(
    'decides when a token of %s ends, to the second, and may go back',
    async (client) => {
      const { json } = await ask({ grant_type: 'client_credentials' }, client);
      await mock.control.advanceClock(89);
      expect(await isActive(json.access_token)).toBe(true);
      await mock.control.advanceClock(1);
      expect(await isActive(json.access_token)).toBe(false);
      await mock.control.advanceClock(-90);
      expect(await isActive(json.access_token)).toBe(true);
      await mock.control.advanceClock(-1);
      expect(await isActive(json.access_token)).toBe(false);
    },
  );

  it('is in the claims and in the answer', async () => {
    const { json } = await ask({ grant_type: 'client_credentials' });
    expect(payloadOf(json.access_token)).toMatchObject({ iat: START, nbf: START, exp: START + 90 });
    expect(json.expires_in).toBe(90);
    const docker = await get(`${mock.url}/token`, { basic: 'alice:p' });
    expect(docker.json.issued_at).toBe('2027-01-15T08:00:00Z');
  });

  it('ends refresh tokens of both kinds', async () => {
    const session = await ask({ grant_type: 'password', username: 'alice', password: 'p' });
    const login = await get(`${mock.url}/token?offline_token=true`, { basic: 'alice:p' });
    await mock.control.advanceClock('1h');
    const form = (token: unknown) => ({ grant_type: 'refresh_token', refresh_token: String(token) });
    const oauth = await ask(form(session.json.refresh_token));
    expect([oauth.status, oauth.json.error_description]).toEqual([400, 'The refresh token has expired.']);
    expect((await post(`${mock.url}/token`, form(login.json.refresh_token))).status).toBe(401);
  });

  it('gives the same opaque tokens again for the same seed after a reset', async () => {
    const first = await ask({ grant_type: 'client_credentials' }, 'opaque');
    await mock.reset();
    expect((await ask({ grant_type: 'client_credentials' }, 'opaque')).text).toBe(first.text);
  });

  it('keeps a good token that was minted active, and no bad one', async () => {
    const claims = { client_id: 'wfm', scope: 'repository:a:pull' };
    expect(await isActive((await mock.control.mint('valid', { claims })).token)).toBe(true);
    for (const kind of [
      'expired',
      'future',
      'wrong-issuer',
      'unknown-key',
      'tampered',
      'alg-none',
      'wrong-type',
    ] as const)
      expect([kind, await isActive((await mock.control.mint(kind)).token)]).toEqual([kind, false]);
  });
});
