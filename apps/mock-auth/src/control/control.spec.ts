import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { startMockAuth, type MockAuth } from '../start-mock-auth.js';
import { type MockAuthControlError } from './client/control-request.js';
import { type MockAuthControl } from './client/mock-auth-control.js';

const basic = (id: string, secret = `${id}-secret`): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

interface OAuthBody {
  readonly access_token?: string;
  readonly active?: boolean;
}

/** A client of OAuth 2.0 at an issuer: what it gets for a form, with its status. */
const post = async (
  url: string,
  form: Record<string, string>,
  authorization = basic('wfm'),
): Promise<{ status: number; body: OAuthBody }> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, body: (await answer.json()) as OAuthBody };
};

const getToken = async (issuer: string, authorization?: string): Promise<string> =>
  (await post(`${issuer}/oauth/token`, { grant_type: 'client_credentials' }, authorization)).body
    .access_token ?? '';

const isActive = async (issuer: string, token: string): Promise<boolean | undefined> =>
  (await post(`${issuer}/oauth/introspect`, { token }, basic('registry'))).body.active;

const keysOf = async (issuer: string): Promise<JSONWebKeySet> =>
  (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as JSONWebKeySet;

const verifies = async (issuer: string, token: string): Promise<boolean> =>
  jwtVerify(token, createLocalJWKSet(await keysOf(issuer)), { currentDate: new Date(0) }).then(
    () => true,
    (error: { code: string; claim?: string }) => error.claim === 'nbf',
  );

describe('control of a mock authorization server', () => {
  let mock: MockAuth;
  let control: MockAuthControl;

  beforeAll(async () => {
    mock = await startMockAuth();
    control = mock.control;
  });
  afterAll(() => mock.close());
  beforeEach(() => mock.reset());

  const refusalOf = (promise: Promise<unknown>): Promise<MockAuthControlError> =>
    promise.then(
      () => Promise.reject(new Error('was not refused')),
      (error: MockAuthControlError) => error,
    );

  it('shows how the issuer stands', async () => {
    expect(await control.show()).toMatchObject({
      name: '',
      issuer: mock.url,
      clients: ['wfm', 'publisher', 'admin', 'registry'],
      faults: 0,
      requests: 0,
    });
  });

  describe('the clock', () => {
    it('ages tokens: what was active runs out when the clock moves, and lives again when it goes back', async () => {
      await control.moveClock({ frozen: true });
      const token = await getToken(mock.url);
      expect(await isActive(mock.url, token)).toBe(true);
      await control.advanceClock('10m');
      expect(await isActive(mock.url, token)).toBe(false);
      await control.advanceClock('-10m');
      expect(await isActive(mock.url, token)).toBe(true);
    });

    it('is set to a moment as people write it', async () => {
      expect(await control.moveClock({ now: '2030-01-01T00:00:00Z', frozen: true })).toMatchObject({
        now: 1_893_456_000,
        at: '2030-01-01T00:00:00.000Z',
        frozen: true,
      });
      expect(decodeJwt(await getToken(mock.url)).iat).toBe(1_893_456_000);
      expect(await control.moveClock({ now: 5 })).toMatchObject({ now: 5 });
      expect(await control.moveClock({ now: '+1h' })).toMatchObject({ now: 3605 });
      expect(await control.moveClock({ now: 7, advance: -2, frozen: false })).toMatchObject({
        frozen: false,
      });
    });

    it.each([
      [{ now: 'tomorrow' }, 'now'],
      [{ now: 1e300 }, 'now'],
      [{ advance: '15' }, 'advance'],
      [{ frozen: 'yes' }, 'frozen'],
      [{ frozen: null }, 'frozen'],
      [{ Frozen: true }, 'Frozen'],
    ])('refuses %j by its path and stays as it was', async (change, path) => {
      await control.moveClock({ now: 1000, frozen: true });
      const error = await refusalOf(control.moveClock({ advance: 1, ...change } as never));
      expect(error).toMatchObject({ status: 400, errors: [{ path }] });
      expect(await control.readClock()).toMatchObject({ now: 1000 });
    });
  });

  describe('minting', () => {
    it('mints what the issuer itself would issue, and introspection knows it', async () => {
      const { token, claims, flaw } = await control.mint('valid', {
        subject: 'publisher',
        audience: ['a', 'b'],
        scope: 'repository:acme/*:pull',
        lifetime: '2m',
        claims: { department: 'fleet' },
      });
      expect(flaw).toBeUndefined();
      expect(claims).toMatchObject({ iss: mock.url, sub: 'publisher', aud: ['a', 'b'], department: 'fleet' });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120);
      expect(await verifies(mock.url, token)).toBe(true);
      expect(await isActive(mock.url, token)).toBe(true);
    });

    it('mints every kind with a bad signature so that the JWKS over HTTP refuses it', async () => {
      for (const kind of [
        'unknown-key',
        'same-kid-other-key',
        'tampered',
        'alg-none',
        'hs256-public-key',
      ] as const) {
        const { token } = await control.mint(kind);
        expect([kind, await verifies(mock.url, token)]).toEqual([kind, false]);
        expect([kind, await isActive(mock.url, token)]).toEqual([kind, false]);
      }
    });

    it('mints opaque tokens that introspection knows, good ones and bad ones', async () => {
      const good = await control.mint('valid', { format: 'opaque', subject: 'publisher' });
      expect(good.token).toMatch(/^mock_at_[\w-]{22}$/);
      expect(await isActive(mock.url, good.token)).toBe(true);
      for (const kind of ['expired', 'future', 'wrong-issuer'] as const) {
        const { token } = await control.mint(kind, { format: 'opaque' });
        expect([kind, await isActive(mock.url, token)]).toEqual([kind, false]);
      }
      const other = await control.mint('wrong-audience', { format: 'opaque' });
      const { body } = await post(`${mock.url}/oauth/introspect`, { token: other.token }, basic('registry'));
      expect(body).toMatchObject({ active: true, aud: 'another-service' });
    });

    it('refuses an opaque token of a kind that is about a signature', async () => {
      const error = await refusalOf(control.mint('alg-none', { format: 'opaque' }));
      expect(error).toMatchObject({ status: 400, errors: [{ path: 'kind' }] });
    });

    it('takes the issuer that the registry under test expects', async () => {
      const { claims } = await control.mint('valid', { issuer: 'http://mock-auth:5001' });
      expect(claims.iss).toBe('http://mock-auth:5001');
    });

    it.each([
      [{ kind: 'broken' }, 'kind'],
      [{ alg: 'HS256' }, 'alg'],
      [{ audience: [1] }, 'audience'],
      [{ lifetime: 'long' }, 'lifetime'],
      [{ claims: 'sub=x' }, 'claims'],
      [{ size: 1e9 }, 'size'],
    ])('refuses %j by its path', async (options, path) => {
      expect(await refusalOf(control.mint('valid', options as never))).toMatchObject({
        status: 400,
        errors: [{ path }],
      });
    });

    it('refuses a header that nobody can sign, as a fault of the caller', async () => {
      expect(await refusalOf(control.mint('valid', { header: { alg: 'PS512' } }))).toMatchObject({
        status: 400,
      });
      expect(await refusalOf(control.mint('valid', { header: { crit: 'x' } }))).toMatchObject({
        status: 400,
      });
    });
  });

  describe('the keys', () => {
    it('rotate: tokens of before and after verify', async () => {
      const before = await getToken(mock.url);
      await control.playKeys('rotate');
      const after = await getToken(mock.url);
      expect(await verifies(mock.url, before)).toBe(true);
      expect(await verifies(mock.url, after)).toBe(true);
    });

    it('publish early: the JWKS shows a key that signs when it is promoted', async () => {
      const before = await getToken(mock.url);
      const keys = await control.playKeys('publish-early', { kid: 'next' });
      expect(keys.filter(({ kid }) => kid === 'next')).toMatchObject([{ current: false, published: true }]);
      expect(header(await getToken(mock.url)).kid).toBe(header(before).kid);
      await control.promoteKey('next');
      expect(header(await getToken(mock.url)).kid).toBe('next');
    });

    it('publish late: what is signed verifies from a moment of the clock on', async () => {
      await control.moveClock({ frozen: true });
      await control.playKeys('publish-late', { at: '+60s' });
      const token = await getToken(mock.url);
      expect(await verifies(mock.url, token)).toBe(false);
      expect(await isActive(mock.url, token)).toBe(true);
      await control.advanceClock(60);
      expect(await verifies(mock.url, token)).toBe(true);
    });

    it('publish late without a moment: until somebody publishes the key', async () => {
      await control.playKeys('publish-late', { kid: 'late' });
      const token = await getToken(mock.url);
      expect(await verifies(mock.url, token)).toBe(false);
      await control.publishKey('late');
      expect(await verifies(mock.url, token)).toBe(true);
    });

    it('retire early: the JWKS loses the key that signs', async () => {
      await control.playKeys('retire-early');
      expect(await verifies(mock.url, await getToken(mock.url))).toBe(false);
    });

    it('compromise: only what is signed afterwards verifies', async () => {
      const before = await getToken(mock.url);
      await control.playKeys('compromise');
      expect(await verifies(mock.url, before)).toBe(false);
      expect(await verifies(mock.url, await getToken(mock.url))).toBe(true);
    });

    it('reuse a kid: the name stays and the key is another one', async () => {
      const before = await getToken(mock.url);
      await control.playKeys('reuse-kid');
      const after = await getToken(mock.url);
      expect(header(after).kid).toBe(header(before).kid);
      expect(await verifies(mock.url, before)).toBe(false);
      expect(await verifies(mock.url, after)).toBe(true);
    });

    it('retire at a moment of the clock', async () => {
      await control.moveClock({ frozen: true });
      const [{ kid = '' } = {}] = await control.listKeys();
      const token = await getToken(mock.url);
      await control.retireKey(kid, '+1h');
      expect(await verifies(mock.url, token)).toBe(true);
      await control.advanceClock('1h');
      expect(await verifies(mock.url, token)).toBe(false);
    });

    it('are told by name when another one is meant', async () => {
      const [{ kid = '' } = {}] = await control.listKeys();
      const error = await refusalOf(control.promoteKey('nobody'));
      expect(error.status).toBe(404);
      expect(error.message).toContain(kid);
    });
  });

  const header = (token: string): { kid?: string } =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());

  describe('the journal', () => {
    it('tells who asked for what with which outcome, and holds no secret', async () => {
      const token = await getToken(mock.url);
      await post(
        `${mock.url}/oauth/token?client_secret=in-the-query`,
        { grant_type: 'client_credentials' },
        basic('wfm', 'wrong'),
      );
      await isActive(mock.url, token);
      await fetch(`${mock.url}/token?service=margo-registry&scope=repository:acme/a:pull`, {
        headers: { authorization: basic('publisher') },
      });
      const { entries } = await control.readJournal();
      expect(entries).toMatchObject([
        { endpoint: 'token', client: 'wfm', grant: 'client_credentials', status: 200, outcome: 'ok' },
        {
          endpoint: 'token',
          client: 'wfm',
          status: 401,
          outcome: 'invalid_client',
          query: ['client_secret'],
        },
        { endpoint: 'introspect', client: 'registry', active: true, tokenId: decodeJwt(token).jti },
        { endpoint: 'docker-token', client: 'publisher', subject: 'publisher', audience: 'margo-registry' },
      ]);
      const text = JSON.stringify(entries);
      for (const secret of ['wfm-secret', 'in-the-query', token]) expect(text).not.toContain(secret);
    });

    it('is there before the answer is', async () => {
      for (let round = 1; round <= 20; round += 1) {
        await getToken(mock.url);
        expect((await control.readJournal()).entries).toHaveLength(round);
      }
    });

    it('is asked by endpoint, client, outcome, status and number', async () => {
      await getToken(mock.url);
      await getToken(mock.url, basic('publisher'));
      await getToken(mock.url, basic('publisher', 'wrong'));
      const numbers = async (filter: object): Promise<number[]> =>
        (await control.readJournal(filter)).entries.map((entry) => entry.number);
      expect(await numbers({ client: 'publisher' })).toEqual([2, 3]);
      expect(await numbers({ status: 401 })).toEqual([3]);
      expect(await numbers({ outcome: 'ok', after: 1 })).toEqual([2]);
      expect(await refusalOf(control.readJournal({ status: 'x' } as never))).toMatchObject({
        errors: [{ path: 'status' }],
      });
    });

    it('asserts exactly one token request', async () => {
      await getToken(mock.url);
      await control.assert('token-requests', { client: 'wfm' });
      await getToken(mock.url);
      await expect(control.assert('token-requests', { client: 'wfm' })).rejects.toThrow(
        'Expected 1 token request(s) and saw 2. (requests 1, 2)',
      );
    });

    it('asserts that a token is reused until it expires, by the clock of the issuer', async () => {
      await control.moveClock({ frozen: true });
      await getToken(mock.url);
      await control.advanceClock('290s');
      await getToken(mock.url);
      expect(await control.check('token-reuse')).toMatchObject({ holds: true, checked: 2 });
      await control.advanceClock('1m');
      await getToken(mock.url);
      expect(await control.check('token-reuse')).toMatchObject({
        holds: false,
        violations: [{ entries: [2, 3] }],
      });
    });

    it('asserts that no secret is in a query string', async () => {
      await getToken(mock.url);
      await control.assert('query-secrets');
      await fetch(`${mock.url}/token?service=margo-registry&password=x`);
      expect(await control.check('query-secrets')).toMatchObject({
        holds: false,
        violations: [{ entries: [2] }],
      });
    });

    it('names the assertions there are when asked for another one', async () => {
      const error = await refusalOf(control.check('everything' as never));
      expect(error).toMatchObject({ status: 404 });
      expect(error.message).toContain('token-requests, token-reuse, query-secrets');
    });
  });

  describe('identities', () => {
    it('are replaced as a whole and shown without secrets', async () => {
      await control.replaceIdentities({
        clients: [
          { id: 'robot', secret: 'robot-secret', rights: [{ repository: 'acme/*', actions: ['pull'] }] },
        ],
      });
      expect(await getToken(mock.url, basic('robot'))).toMatch(/^ey/);
      expect(await getToken(mock.url, basic('wfm'))).toBe('');
      const shown = await (await fetch(`${mock.url}/control/identities`)).text();
      expect(shown).toContain('robot');
      expect(shown).not.toContain('robot-secret');
    });

    it('stay as they are when the new ones are wrong', async () => {
      const wrong = { clients: [{ id: 'a', secret: 's' }, { id: 'a' }, { id: 'b', alg: 'HS256' }] };
      const error = await refusalOf(control.replaceIdentities(wrong));
      expect(error.status).toBe(400);
      expect(error.errors.length).toBeGreaterThan(0);
      expect(await getToken(mock.url)).toMatch(/^ey/);
    });

    it('read no file of this machine', async () => {
      const identities = { trustDomains: [{ name: 'a.example', bundleFile: '/etc/hostname' }] };
      expect(await refusalOf(control.replaceIdentities(identities))).toMatchObject({ status: 400 });
    });

    it('change the secret of a client: the old one is wrong from there on', async () => {
      await control.changeSecret('wfm', 'another/secret+1');
      expect(await getToken(mock.url, basic('wfm'))).toBe('');
      expect(await getToken(mock.url, basic('wfm', encodeURIComponent('another/secret+1')))).toMatch(/^ey/);
      expect(await refusalOf(control.changeSecret('nobody', 'x'))).toMatchObject({ status: 404 });
    });
  });

  describe('a body', () => {
    const send = async (
      type: string | undefined,
      body: string,
    ): Promise<{ status: number; type: string | null; body: Record<string, unknown> }> => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const answer = await fetch(`${mock.url}/control/clock`, { method: 'PATCH', headers, body });
      return {
        status: answer.status,
        type: answer.headers.get('content-type'),
        body: (await answer.json()) as Record<string, unknown>,
      };
    };

    it('may be YAML', async () => {
      expect(await send('application/yaml', 'now: 1000\nfrozen: true\n')).toMatchObject({
        status: 200,
        body: { now: 1000 },
      });
    });

    it.each([
      ['application/json', '{', 400],
      ['application/json', '[]', 400],
      ['application/json', '"x"', 400],
      ['application/yaml', 'a: [', 400],
      ['application/yaml', 'a: &a [x]\nb: *c\n', 400],
      ['text/plain', 'now: 1000', 415],
      ['application/x-www-form-urlencoded', 'now=1000', 400],
      ['application/json', `{"now": ${'1'.repeat(1_100_000)}}`, 413],
    ])('of %s that is %.20s is refused as a problem', async (type, body, status) => {
      const answer = await send(type, body);
      expect(answer).toMatchObject({
        status,
        type: expect.stringMatching(/^application\/problem\+json/),
        body: { status },
      });
      expect(String(answer.body.detail)).toMatch(/\.$|body/);
    });

    it('with a polluting key is refused like any other unknown one', async () => {
      const answer = await send('application/json', '{"__proto__": {"now": 5}, "constructor": {"x": 1}}');
      expect(answer.status).toBe(400);
      expect(({} as Record<string, unknown>).now).toBeUndefined();
    });
  });

  it('answers an unknown operation as a problem, and a wrong method too', async () => {
    const answer = await fetch(`${mock.url}/control/nothing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    expect((await fetch(`${mock.url}/control/clock`, { method: 'DELETE' })).status).toBe(404);
  });
});
