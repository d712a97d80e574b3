import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startMockAuth, type MockAuth } from '../start-mock-auth.js';
import type { MockAuthControlError } from './client/control-request.js';
import type { MockAuthControl } from './client/mock-auth-control.js';

const basic = (id: string, secret = `${id}-secret`): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

const askToken = (issuer: string, client = 'wfm'): Promise<Response> =>
  fetch(`${issuer}/oauth/token`, {
    method: 'POST',
    headers: { authorization: basic(client) },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });

const tokenOf = async (issuer: string, client?: string): Promise<string> =>
  ((await (await askToken(issuer, client)).json()) as { access_token: string }).access_token;

interface KeyNames {
  readonly keys: readonly { readonly kid: string }[];
}

const jwksOf = async (issuer: string): Promise<KeyNames> =>
  (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as KeyNames;

const SCENARIO = `
name: the night before an audit
presets: [auditor]
identities:
  clients:
    - { id: robot, secret: robot-secret, rights: [{ repository: acme/*, actions: [pull, push] }] }
clock: { now: 2030-01-01T00:00:00Z, frozen: true }
keys:
  - { scenario: publish-late, kid: late, at: +1h }
faults:
  - { kind: status, status: 503, endpoint: token, client: robot, times: 1 }
  - { kind: reset, endpoint: introspect, from: +1h, until: +2h }
`;

describe('a scenario', () => {
  let mock: MockAuth;
  let control: MockAuthControl;

  beforeAll(async () => {
    mock = await startMockAuth();
    control = mock.control;
  });
  afterAll(() => mock.close());
  beforeEach(() => mock.reset());

  it('loads identities, clock, keys and faults from one YAML text', async () => {
    expect(await control.loadScenario(SCENARIO)).toMatchObject({
      clients: ['auditor', 'robot'],
      clock: { now: 1_893_456_000, frozen: true },
      faults: 2,
      requests: 0,
    });
    expect((await askToken(mock.url, 'robot')).status).toBe(503);
    expect(decodeJwt(await tokenOf(mock.url, 'robot')).iat).toBe(1_893_456_000);
    expect((await askToken(mock.url, 'wfm')).status).toBe(401);
    expect(await tokenOf(mock.url, 'auditor')).toMatch(/^mock_at_/);
    expect(await control.listFaults()).toMatchObject([
      { client: 'robot', matched: 2, applied: 1 },
      { kind: 'reset', from: 1_893_459_600, until: 1_893_463_200 },
    ]);
    expect((await jwksOf(mock.url)).keys.map(({ kid }) => kid)).not.toContain('late');
    await control.advanceClock('1h');
    expect((await jwksOf(mock.url)).keys.map(({ kid }) => kid)).toContain('late');
  });

  it('loads the same as plain data', async () => {
    expect(
      await control.loadScenario({ presets: ['wfm', 'device'], faults: [{ kind: 'reset' }] }),
    ).toMatchObject({
      clients: ['wfm', 'device'],
      faults: 1,
    });
  });

  it('begins with a reset: nothing of before is left, and the first keys stay', async () => {
    const before = await jwksOf(mock.url);
    await control.loadScenario({
      faults: [{ kind: 'reset' }],
      keys: [{ scenario: 'rotate' }],
      clock: { now: 5 },
    });
    await control.loadScenario({});
    expect(await control.show()).toMatchObject({ faults: 0, requests: 0, clock: { offset: 0 } });
    expect(await jwksOf(mock.url)).toEqual(before);
  });

  const refused = { kind: 'status' } as const;
  it.each([
    ['the last fault rule', { faults: [{ kind: 'reset' }, refused] }, 'faults[1]'],
    ['a key scenario', { keys: [{ scenario: 'explode' }] }, 'keys[0].scenario'],
    ['the clock', { clock: { now: 'never' } }, 'clock.now'],
    ['a client', { identities: { clients: [{ id: 'a b' }] } }, 'identities.clients[0].id'],
    ['a preset', { presets: ['harbour'] }, 'presets'],
    ['a key nobody knows', { fault: [] }, 'fault'],
  ])('with a mistake in %s changes nothing at all', async (_what, part, path) => {
    await control.moveClock({ now: 1000, frozen: true });
    await control.setFault({ kind: 'latency', delay: { ms: 0 } });
    const whole = { presets: ['auditor'], clock: { now: 2000 }, keys: [{ scenario: 'rotate' }], ...part };
    const error: MockAuthControlError = await control.loadScenario(whole as never).then(
      () => Promise.reject(new Error('was loaded')),
      (thrown: MockAuthControlError) => thrown,
    );
    expect(error.status).toBe(400);
    expect(error.errors.map((one) => one.path)).toContain(path);
    expect(await control.show()).toMatchObject({ clock: { now: 1000 }, faults: 1 });
    expect(await control.listKeys()).toHaveLength(2);
    expect((await askToken(mock.url, 'wfm')).status).toBe(200);
  });

  it('puts its own identities in the place of those of a preset', async () => {
    const own = {
      id: 'wfm',
      secret: 'wfm-secret',
      alg: 'RS256',
      rights: [{ repository: '*', actions: ['pull'] }],
    };
    expect(
      await control.loadScenario({ presets: ['wfm', 'device'], identities: { clients: [own] } }),
    ).toMatchObject({
      clients: ['device', 'wfm'],
    });
    expect(decodeProtectedHeader(await tokenOf(mock.url)).alg).toBe('RS256');
  });

  it('is forgotten by a reset', async () => {
    await control.loadScenario(SCENARIO);
    expect(await control.reset()).toMatchObject({
      clients: ['wfm', 'publisher', 'admin', 'registry'],
      clock: { frozen: false },
      faults: 0,
    });
  });
});

describe('namespaces in one process', () => {
  let mock: MockAuth;

  beforeAll(async () => {
    mock = await startMockAuth();
  });
  afterAll(() => mock.close());

  it('do not disturb each other while they are used and reset at the same time', async () => {
    const useOne = async (index: number): Promise<void> => {
      const own = await mock.control.createNamespace();
      await own.moveClock({ now: 1_000_000 + index, frozen: true });
      if (index % 2 === 0) await own.setFault({ kind: 'status', status: 503, endpoint: 'token' });
      const statuses: number[] = [];
      for (let call = 0; call < 5; call += 1) statuses.push((await askToken(own.url)).status);
      expect(new Set(statuses)).toEqual(new Set([index % 2 === 0 ? 503 : 200]));
      const { entries } = await own.readJournal();
      expect(entries.map(({ number, at }) => [number, at])).toEqual(
        [1, 2, 3, 4, 5].map((n) => [n, 1_000_000 + index]),
      );
      if (index % 3 === 0) await own.reset();
      expect((await own.show()).requests).toBe(index % 3 === 0 ? 0 : 5);
      await mock.control.deleteNamespace(own);
    };
    await Promise.all(Array.from({ length: 12 }, (_, index) => useOne(index)));
    expect(await mock.control.show()).toMatchObject({ faults: 0, requests: 0 });
  });

  it('sign with keys and under an issuer of their own', async () => {
    const [a, b] = await Promise.all([mock.control.createNamespace(), mock.control.createNamespace()]);
    expect(a.url).not.toBe(b.url);
    const token = await tokenOf(a.url);
    expect(decodeJwt(token).iss).toBe(a.url);
    const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as {
      kid: string;
    };
    expect((await jwksOf(a.url)).keys.map((key) => key.kid)).toContain(kid);
    expect((await jwksOf(b.url)).keys.map((key) => key.kid)).not.toContain(kid);
  });

  it('are made by their first request too, and keep what it did', async () => {
    await askToken(`${mock.url}/by-use`);
    const listed = (await (await fetch(`${mock.url}/control/issuers`)).json()) as {
      name: string;
      requests: number;
    }[];
    expect(listed.find(({ name }) => name === 'by-use')).toMatchObject({ requests: 1 });
  });

  it('have names that are free and that can be a path', async () => {
    await mock.control.createNamespace('team-a');
    await expect(mock.control.createNamespace('team-a')).rejects.toMatchObject({ status: 409 });
    for (const name of ['oauth', 'control', 'a/b', '../x', '', 'ä', 'x'.repeat(65)]) {
      await expect(mock.control.createNamespace(name)).rejects.toMatchObject({ status: 400 });
    }
  });
});

describe('reproducible mode', () => {
  /** Everything that a run with a seed makes, by the client's eyes. */
  const run = async (seed: string): Promise<unknown> => {
    const mock = await startMockAuth({ seed, at: 1_800_000_000, issuer: 'http://mock-auth:5001' });
    const { control } = mock;
    const outcome = {
      now: (await control.readClock()).now,
      jwks: await jwksOf(mock.url),
      issued: decodeJwt(await tokenOf(mock.url)),
      minted: await control.mint('valid', { alg: 'RS256', subject: 'publisher' }),
      forged: await control.mint('unknown-key', { alg: 'RS256' }),
      opaque: await control.mint('valid', { format: 'opaque' }),
      rotated: await control.playKeys('rotate', { alg: 'RS256' }),
      namespace: await jwksOf(`${mock.url}/team-a`),
    };
    await control.reset();
    const again = await control.mint('valid', { alg: 'RS256', subject: 'publisher' });
    await mock.close();
    return { ...outcome, again };
  };

  it('gives the same keys, ids, times and RS256 bytes in every run with a seed, and others with another', async () => {
    const first = await run('golden');
    expect(await run('golden')).toEqual(first);
    expect(await run('silver')).not.toEqual(first);
  });

  it('gives every issuer keys of its own under one seed', async () => {
    const { jwks, namespace } = (await run('golden')) as Record<
      'jwks' | 'namespace',
      { keys: { kid: string }[] }
    >;
    const kids = [...jwks.keys, ...namespace.keys].map(({ kid }) => kid);
    expect(new Set(kids).size).toBe(4);
  });
});

describe('presets', () => {
  let mock: MockAuth;

  beforeAll(async () => {
    mock = await startMockAuth();
  });
  afterAll(() => mock.close());

  it.each(['wfm', 'device', 'publisher', 'auditor'] as const)(
    'let a %s get a token with what they say',
    async (name) => {
      const own = await mock.control.createNamespace();
      await own.loadScenario({ presets: [name] });
      const { environment } = await own.getPreset(name);
      const answer = await fetch(environment.OAUTH_TOKEN_URL ?? '', {
        method: 'POST',
        headers: { authorization: basic(environment.OAUTH_CLIENT_ID ?? '', environment.OAUTH_CLIENT_SECRET) },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          audience: environment.OAUTH_AUDIENCE ?? '',
        }),
      });
      expect(answer.status).toBe(200);
      expect(environment.OAUTH_ISSUER).toBe(own.url);
    },
  );

  it('give a device a short life and no catalogue', async () => {
    const own = await mock.control.createNamespace();
    await own.loadScenario({ presets: ['device', 'wfm'] });
    const device = decodeJwt(await tokenOf(own.url, 'device'));
    expect((device.exp ?? 0) - (device.iat ?? 0)).toBe(120);
    expect(device.scope).toBe('repository:*:pull');
    expect(decodeJwt(await tokenOf(own.url, 'wfm')).scope).toContain('registry:catalog:*');
  });

  it('tell a registry the addresses of this issuer, and distribution its keys', async () => {
    const own = await mock.control.createNamespace();
    const ours = await own.getPreset('margo-registry');
    expect(ours.environment).toMatchObject({
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_ISSUER: own.url,
      REGISTRY_ACCESS_JWKS_URL: `${own.url}/.well-known/jwks.json`,
    });
    const theirs = await own.getPreset('distribution');
    expect(theirs.environment.REGISTRY_AUTH_TOKEN_REALM).toBe(`${own.url}/token`);
    expect(JSON.parse(theirs.files[0]?.content ?? '')).toEqual(await jwksOf(own.url));
  });

  it('are named when another one is meant', async () => {
    await expect(mock.control.getPreset('harbour' as never)).rejects.toThrow('wfm, device, publisher');
  });
});
