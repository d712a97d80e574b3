import { SignJWT, UnsecuredJWT } from 'jose';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { pushImage } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { AUDIENCE, makeKey, type AuthorizationServer, type Key } from './authorization-server.js';
import { BearerClient, guardRegistry, scope } from './guarded-registry.js';

const ALL = scope('repository:*:*');
const HOUR = 3600;
const now = (): number => Math.floor(Date.now() / 1000);

/** What is wrong with it, and how it is made: every one has to be 401 `invalid_token` on every route. */
const BAD: [string, (server: AuthorizationServer) => Promise<string> | string][] = [
  ['has expired', (server) => server.sign({ ...ALL, exp: now() - HOUR })],
  ['is not valid yet', (server) => server.sign({ ...ALL, nbf: now() + HOUR, exp: now() + 2 * HOUR })],
  ['never expires', (server) => server.sign({ ...ALL, exp: undefined })],
  ['is from another issuer', (server) => server.sign({ ...ALL, iss: 'https://evil.example' })],
  ['names no issuer', (server) => server.sign({ ...ALL, iss: undefined })],
  ['is for another audience', (server) => server.sign({ ...ALL, aud: 'another-service' })],
  ['names no audience', (server) => server.sign({ ...ALL, aud: undefined })],
  ['is an audience list without us', (server) => server.sign({ ...ALL, aud: ['a', 'b'] })],
  ['has another type', (server) => server.sign(ALL, { header: { typ: 'logout+jwt' } })],
  ['has an expiry that is no number', (server) => server.sign({ ...ALL, exp: 'tomorrow' })],
  ['is signed by an unknown key', async (server) => server.sign(ALL, { key: await makeKey('unknown') })],
  [
    'is signed by another key of the same id',
    async (server) => server.sign(ALL, { key: await makeKey('first') }),
  ],
  ['points to its own keys by jku and x5u', (server) => forgedWithPlaces(server)],
  ['brings its own key along', (server) => forgedWithKey(server)],
  [
    'has an id that is a path',
    async (server) => server.sign(ALL, { key: await makeKey('../../../../dev/null') }),
  ],
  ['is tampered with', async (server) => tampered(await server.sign(scope('repository:a:pull')))],
  ['is not signed', (server) => unsigned(server)],
  ['is signed with the public key as a secret', (server) => signedWithPublicKey(server)],
  ['has an unknown critical header', (server) => forgedCritical(server)],
  ['is no JWT', () => 'opaque-token'],
  ['is two dots', () => '..'],
  ['is a JWT of nonsense', () => 'eyJhbGciOiJFUzI1NiJ9.bm9uc2Vuc2U.AAAA'],
];

describe('a token that is not valid', () => {
  const given = guardRegistry();

  it.each(BAD)(
    'because it %s is 401 invalid_token, on a read and on a push, and is told why [AUTH-13, END1-04]',
    async (_what, make) => {
      const token = await make(given.server);
      const client = new BearerClient(given.registry.url, token);
      for (const [method, path] of [
        ['GET', '/v2/'],
        ['GET', '/v2/acme/app/tags/list'],
        ['POST', '/v2/acme/app/blobs/uploads/'],
      ] as const) {
        const answer = await client.send(method, path);
        expect([answer.status, answer.codes]).toEqual([401, ['UNAUTHORIZED']]);
        expect(answer.header('www-authenticate')).toMatch(/^Bearer realm="[^"]+",.*error="invalid_token"$/);
        expect(answer.errors[0]?.detail).toEqual({ reason: expect.any(String) as string });
        expect(answer.text).not.toContain(token);
      }
      await client.close();
    },
  );

  it('is refused by HEAD alike, without a body', async () => {
    const answer = await given.client.head('/v2/acme/app/manifests/v1', { authorization: 'Bearer x' });
    expect([answer.status, answer.text]).toEqual([401, '']);
    expect(answer.header('www-authenticate')).toContain('error="invalid_token"');
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer "a"', 'Bearer \u00e9', 'Token x', 'bearer', ','])(
    'is 401 when Authorization is %j',
    async (authorization) => {
      expect((await given.client.get('/v2/', { authorization })).status).toBe(401);
    },
  );

  it('is 431 where it does not fit into a header, and nothing else breaks', async () => {
    const answer = await RawConnection.exchange(
      given.registry.url,
      `GET /v2/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(1024 * 1024)}\r\n\r\n`,
    );
    expect(answer.status).toBe(431);
    expect((await given.client.get('/v2/')).status).toBe(401);
  });

  it('cannot hide beside another one: two Authorization headers are 400', async () => {
    const good = await given.server.sign(ALL);
    for (const [first, second] of [
      [good, 'x'],
      ['x', good],
      [good, good],
    ]) {
      const answer = await RawConnection.exchange(
        given.registry.url,
        `GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${first}\r\nauthorization: Bearer ${second}\r\n\r\n`,
      );
      expect([answer.status, answer.codes]).toEqual([400, ['UNSUPPORTED']]);
    }
  });
});

describe('a token that is valid', () => {
  const given = guardRegistry({ environment: { REGISTRY_ACCESS_ANONYMOUS_PULL: '' } });

  it('may name several audiences, and may be a plain JWT', async () => {
    for (const [claims, header] of [
      [{ aud: ['x', AUDIENCE] }, {}],
      [{}, { typ: 'JWT' }],
      [{}, { typ: undefined }],
      [{ nbf: now() + 20, exp: now() + HOUR }, {}],
    ] as const) {
      const client = new BearerClient(
        given.registry.url,
        await given.server.sign({ ...ALL, ...claims }, { header }),
      );
      expect((await client.get('/v2/')).status).toBe(200);
      await client.close();
    }
  });

  it('may hold four hundred scopes, of which each counts', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `repository:a${index}:pull`);
    const client = new BearerClient(given.registry.url, await given.server.sign(scope(...names)));
    expect((await client.get('/v2/a399/tags/list')).status).toBe(404);
    expect((await client.get('/v2/a400/tags/list')).status).toBe(401);
    await client.close();
  });

  it('counts for its repository and for none that is only spelt alike', async () => {
    const client = new BearerClient(
      given.registry.url,
      await given.server.sign(scope('repository:acme/*:pull,push')),
    );
    await pushImage(client, 'acme/app', 'v1');
    for (const path of [
      '/v2/acme%2Fapp/manifests/v1',
      '/v2/acme//app/manifests/v1',
      '/v2//acme/app/manifests/v1',
      '/v2/acme/%2e%2e/secret/manifests/v1',
      '/v2/acme/../secret/manifests/v1',
      '/v2/acme/app%00/manifests/v1',
    ])
      expect([400, 404]).toContain((await client.get(path)).status);
    for (const path of ['/v2/acme/manifests/v1', '/v2/acmes/app/manifests/v1', '/v2/acme-app/manifests/v1'])
      expect((await client.get(path)).status).toBe(401);
    expect((await client.get('/api/v1/repositories/acme%252Fapp')).status).toBe(401);
    expect((await client.get('/api/v1/repositories/acme%2Fapp')).status).toBe(200);
    await client.close();
  });
});

function tampered(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = { iss: 'x', aud: AUDIENCE, sub: 'alice', exp: now() + HOUR, ...ALL };
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
}

function forged(server: AuthorizationServer): SignJWT {
  return new SignJWT({ iss: server.url, aud: AUDIENCE, sub: 'alice', exp: now() + HOUR, ...ALL });
}

async function forgedWithPlaces(server: AuthorizationServer): Promise<string> {
  const key = await makeKey('elsewhere');
  const header = { alg: 'ES256', kid: 'elsewhere', jku: `${server.url}/evil`, x5u: `${server.url}/evil.pem` };
  const token = await forged(server).setProtectedHeader(header).sign(key.privateKey);
  expect(server.asked.filter((path) => path.startsWith('/evil'))).toEqual([]);
  return token;
}

async function forgedWithKey(server: AuthorizationServer): Promise<string> {
  const key = await makeKey('own');
  return forged(server).setProtectedHeader({ alg: 'ES256', jwk: key.publicJwk }).sign(key.privateKey);
}

function unsigned(server: AuthorizationServer): string {
  return new UnsecuredJWT({
    iss: server.url,
    aud: AUDIENCE,
    sub: 'alice',
    exp: now() + HOUR,
    ...ALL,
  }).encode();
}

async function signedWithPublicKey(server: AuthorizationServer): Promise<string> {
  const { publicJwk, kid } = server.keys[0] as Key;
  const secret = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  return forged(server).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(secret));
}

async function forgedCritical(server: AuthorizationServer): Promise<string> {
  const { privateKey, kid } = server.keys[0] as Key;
  const header = { alg: 'ES256', kid, crit: ['exp2'], exp2: 1 };
  return forged(server)
    .setProtectedHeader(header)
    .sign(privateKey, { crit: { exp2: true } });
}
