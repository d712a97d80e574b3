import fc from 'fast-check';
import { rm } from 'node:fs/promises';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { basicOf, fetchToken, writeAccounts, type AccountsPlace } from './local-accounts.js';

const RUNS = 150;
const SEED = 6;

/** What HTTP can carry in a header's value. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const authorization = fc.oneof(
  headerText,
  headerText.map((text) => `Basic ${text}`),
  anyBytes.map((bytes) => `Basic ${bytes.toString('base64')}`),
  fc
    .tuple(fc.string(), fc.string())
    .map(([name, password]) => basicOf(name, password)['authorization'] ?? ''),
  headerText.map((text) => `Bearer ${text}`),
  fc
    .array(anyBytes, { minLength: 3, maxLength: 3 })
    .map((parts) => `Bearer ${parts.map((part) => part.toString('base64url')).join('.')}`),
);
const scopePart = fc.oneof(
  fc.constantFrom(
    'repository',
    'registry',
    'catalog',
    ':',
    ',',
    '*',
    '/',
    ' ',
    'pull',
    'push',
    'a',
    '%',
    '\u0000',
  ),
  fc.string({ maxLength: 5 }),
);
const scope = fc.array(scopePart, { maxLength: 20 }).map((parts) => parts.join(''));
const name = fc.oneof(
  fc.constantFrom(
    'service',
    'scope',
    'account',
    'client_id',
    'offline_token',
    'access_type',
    'grant_type',
    'username',
    'password',
    'refresh_token',
  ),
  fc.string({ maxLength: 10 }),
);
const value = fc.oneof(
  scope,
  fc.constantFrom('margo-registry', 'password', 'refresh_token', 'true', 'publisher'),
  fc.string(),
);
const parameters = fc
  .array(fc.tuple(name, value), { maxLength: 8 })
  .map((pairs) => new URLSearchParams(pairs));

describe('hostile input to /token and in Authorization', () => {
  let place: AccountsPlace;
  let registry: RunningRegistry;
  let client: RegistryClient;
  /** Fetched before so many logins have failed that the next ones have to wait. */
  let token: string;
  beforeAll(async () => {
    place = await writeAccounts();
    registry = await RunningRegistry.start({ environment: place.environment });
    client = new RegistryClient(registry.url);
    token = await fetchToken(registry.url, 'admin', 'repository:acme/app:pull');
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await rm(place.directory, { recursive: true });
  });

  /** Everything below 500 is an answer to a client's mistake; 503 would be one only under load. */
  const expectAnswered = (status: number): void => expect(status).toBeLessThan(500);

  it('never makes the query of a GET a failure of the registry', async () => {
    await fc.assert(
      fc.asyncProperty(parameters, fc.option(authorization), async (query, header) => {
        const answer = await client.get(`/token?${query}`, header === null ? {} : { authorization: header });
        expectAnswered(answer.status);
        if (header !== null) expect(answer.status).not.toBe(200);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('never makes a query that is not even encoded one', async () => {
    await fc.assert(
      fc.asyncProperty(headerText, async (text) => {
        expectAnswered((await client.get(`/token?${text.replaceAll(/[ #]/g, '%')}`)).status);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('never makes the form of a POST one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(parameters.map(String), anyBytes), headerText, async (body, type) => {
        for (const contentType of ['application/x-www-form-urlencoded', type]) {
          const headers = { 'content-type': contentType };
          expectAnswered((await client.post('/token', { body, headers })).status);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('never gets past the guard of the API, nor makes it fail', async () => {
    await fc.assert(
      fc.asyncProperty(authorization, async (header) => {
        for (const path of ['/v2/', '/v2/acme/app/manifests/v1', '/api/v1/maintenance/collect']) {
          const { status } = await client.get(path, { authorization: header });
          expectAnswered(status);
          expect(status).not.toBe(200);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('does not take a token whose bytes were changed anywhere', async () => {
    expect((await client.get('/v2/', { authorization: `Bearer ${token}` })).status).toBe(200);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'z', '.', '-'),
        async (at, character) => {
          // The last character of a part holds bits that base64url leaves unused, so a change there may change nothing.
          const isLast = at === token.length - 1 || token[at + 1] === '.';
          fc.pre(token[at] !== character && !isLast);
          const changed = `${token.slice(0, at)}${character}${token.slice(at + 1)}`;
          expect((await client.get('/v2/', { authorization: `Bearer ${changed}` })).status).toBe(401);
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('is refused where it has 10,000 scopes, by a sentence and by the limit of headers', async () => {
    const scopes = Array.from({ length: 10_000 }, (_, index) => `repository:r${index}:pull`).join(' ');
    expect((await client.get(`/token?scope=${encodeURIComponent(scopes)}`)).status).toBe(431);
    const many = new URLSearchParams({
      grant_type: 'password',
      username: 'a',
      password: 'b',
      scope: scopes.slice(0, 60_000),
    });
    const answer = await client.post('/token', {
      body: many.toString().slice(0, 60_000),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.status, (answer.json as { error: string }).error]).toEqual([400, 'invalid_request']);
  });

  it('leaves no password, token or credential in the log', async () => {
    const secret = 'a-secret-that-nobody-may-log';
    await client.get(`/token?password=${secret}`, basicOf('wfm', secret));
    await client.post('/token', {
      body: `grant_type=password&username=wfm&password=${secret}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    await client.get('/v2/acme/app/tags/list', { authorization: `Bearer ${token}` });
    await registry.stop();
    const log = [...registry.stdout, ...registry.stderr].join('\n');
    expect(log).toContain('"path":"/token"');
    expect(log).toMatch(/"address":"127.0.0.1","account":"wfm","decision":"(unauthorized|too-many-logins)"/);
    for (const leaked of [secret, token, Buffer.from(`wfm:${secret}`).toString('base64'), 'wfm-secret'])
      expect(log).not.toContain(leaked);
  });
});
