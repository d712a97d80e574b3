import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { startMockAuth, type MockAuth } from '../index.js';
import { post, type Answer } from '../testing/requests.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const RIGHTS = [{ repository: '*', actions: ['pull'] }];

let mock: MockAuth;
beforeAll(async () => {
  mock = await startMockAuth({
    identities: {
      clients: [
        { id: 'wfm', secret: 'wfm-secret', rights: RIGHTS },
        { id: 'odd', secret: 'a%+b c:ü', rights: RIGHTS },
        {
          id: 'device',
          publicKeys: [
            String(rsa.publicKey.export({ type: 'spki', format: 'pem' })),
            JSON.stringify(elliptic.publicKey.export({ format: 'jwk' })),
          ],
          rights: RIGHTS,
        },
        { id: 'app' },
      ],
      users: [{ name: 'alice', password: 'p', rights: RIGHTS }],
    },
  });
});
afterAll(() => mock.close());

const ask = (form: Record<string, string>, options: Parameters<typeof post>[2] = {}): Promise<Answer> =>
  post(`${mock.url}/oauth/token`, { grant_type: 'client_credentials', ...form }, options);

const encode = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);

describe('client_secret_basic', () => {
  it('form-decodes id and secret (RFC 6749 section 2.3.1)', async () => {
    expect((await ask({}, { basic: `odd:${encode('a%+b c:ü')}` })).status).toBe(200);
  });

  it('refuses a secret that was not encoded, and says so', async () => {
    const answer = await ask({}, { basic: 'odd:a%+b c:ü' });
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
    expect(answer.json.error_description).toMatch(/form-encode/);
  });

  it.each([
    ['a wrong secret', { basic: 'wfm:wrong' }],
    ['an empty secret', { basic: 'wfm:' }],
    ['an unknown client', { basic: 'nobody:wfm-secret' }],
    ['a client without a secret', { basic: 'app:' }],
    ['a user as a client', { basic: 'alice:p' }],
    ['no base64', { headers: { Authorization: 'Basic ***' } }],
    ['no colon', { headers: { Authorization: `Basic ${Buffer.from('wfm').toString('base64')}` } }],
    ['a bearer token', { headers: { Authorization: 'Bearer x' } }],
  ])('refuses %s as invalid_client, 401 with a challenge', async (_what, options) => {
    const answer = await ask({}, options);
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers a wrong secret and an unknown client alike', async () => {
    const [wrong, unknown] = [
      await ask({}, { basic: 'wfm:wrong' }),
      await ask({}, { basic: 'nobody:wrong' }),
    ];
    expect(unknown.text).toBe(wrong.text);
  });
});

describe('client_secret_post and none', () => {
  it('takes id and secret from the form', async () => {
    expect((await ask({ client_id: 'wfm', client_secret: 'wfm-secret' })).status).toBe(200);
    const wrong = await ask({ client_id: 'wfm', client_secret: 'wrong' });
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_client']);
  });

  it('refuses a client that has a secret or keys and does not use them', async () => {
    for (const client_id of ['wfm', 'device', 'nobody'])
      expect((await ask({ client_id })).json.error).toBe('invalid_client');
  });

  it('refuses a request that names no client', async () => {
    const answer = await ask({});
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
  });

  it('refuses two ways at once, and a client_id beside another client', async () => {
    const twice = await ask({ client_id: 'wfm', client_secret: 'wfm-secret' }, { basic: 'wfm:wfm-secret' });
    expect([twice.status, twice.json.error]).toEqual([400, 'invalid_request']);
    const other = await ask({ client_id: 'app' }, { basic: 'wfm:wfm-secret' });
    expect([other.status, other.json.error]).toEqual([400, 'invalid_request']);
  });
});

describe('private_key_jwt', () => {
  const assertion = (
    claims: JWTPayload = {},
    key: KeyObject = elliptic.privateKey,
    alg = 'ES256',
  ): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const good = {
      iss: 'device',
      sub: 'device',
      aud: `${mock.url}/oauth/token`,
      exp: now + 60,
      jti: randomUUID(),
    };
    return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg }).sign(key);
  };
  const present = async (client_assertion: string | Promise<string>, form: Record<string, string> = {}) =>
    ask({ client_assertion: await client_assertion, client_assertion_type: TYPE, ...form });

  it('takes any key of the client, as PEM and as JWK, and the issuer or the endpoint as the audience', async () => {
    expect((await present(assertion())).status).toBe(200);
    expect((await present(assertion({}, rsa.privateKey, 'RS256'))).status).toBe(200);
    expect((await present(assertion({ aud: mock.issuer }))).status).toBe(200);
  });

  it('takes an assertion once', async () => {
    const once = await assertion();
    expect((await present(once)).status).toBe(200);
    const again = await present(once);
    expect([again.status, again.json.error]).toEqual([401, 'invalid_client']);
    expect(again.json.error_description).toMatch(/before/);
  });

  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const now = Math.floor(Date.now() / 1000);
  it.each<[string, () => Promise<string>]>([
    ['a key of somebody else', () => assertion({}, stranger)],
    ['one for another server', () => assertion({ aud: 'https://other.example' })],
    ['an expired one', () => assertion({ exp: now - 10 })],
    ['one that lives for a day', () => assertion({ exp: now + 86_400 })],
    ['one without exp', () => assertion({ exp: undefined })],
    ['one without jti', () => assertion({ jti: undefined })],
    ['one whose iss is not its sub', () => assertion({ iss: 'wfm' })],
    ['one of a client that has no keys', () => assertion({ iss: 'wfm', sub: 'wfm' })],
    ['one of nobody', () => assertion({ iss: 'nobody', sub: 'nobody' })],
    ['text that is no JWT', () => Promise.resolve('a.b.c')],
    [
      'an unsigned one',
      async () =>
        `${(await assertion())
          .split('.')
          .slice(0, 2)
          .join('.')
          .replace(/^[^.]+/, 'eyJhbGciOiJub25lIn0')}.`,
    ],
  ])('refuses %s', async (_what, make) => {
    const answer = await present(make());
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
  });

  it('refuses another client_assertion_type', async () => {
    expect((await present(assertion(), { client_assertion_type: 'x' })).json.error).toBe('invalid_client');
  });
});
