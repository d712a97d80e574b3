import 'reflect-metadata';
import { hash } from 'bcryptjs';
import { decodeJwt } from 'jose';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessSettings } from '../access-settings.js';
import { RegistryInProcess } from '../../testing/registry-in-process.js';

const basic = (account: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`,
});

const RULES = [
  { subject: 'alice', repository: 'acme/*', actions: ['pull', 'push'] },
  { subject: 'root', repository: '*', actions: ['*'] },
];

describe('/token for local accounts and anonymous callers', () => {
  let directory: string;
  const registries: RegistryInProcess[] = [];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-token-'));
    const lines = await Promise.all(
      ['alice', 'root', 'nobody'].map(async (account) => `${account}:${await hash(`${account}-secret`, 4)}`),
    );
    await writeFile(join(directory, 'htpasswd'), lines.join('\n'));
  });
  afterEach(async () => {
    for (const registry of registries.splice(0)) await registry.stop();
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function start(change: Partial<AccessSettings> = {}): Promise<RegistryInProcess> {
    const access = {
      mode: 'bearer' as const,
      htpasswd: join(directory, 'htpasswd'),
      anonymousPull: ['public/*'],
      rules: RULES,
      ...change,
    };
    const registry = await RegistryInProcess.start({
      change: (settings) => Object.assign(settings.access, access),
    });
    registries.push(registry);
    return registry;
  }

  type Answer = Record<string, string> & { expires_in: number };
  const accessOf = ({ token = '' }: Answer): unknown => decodeJwt(token)['access'];

  it('answers in every form that clients read, and forbids to store it [AUTH-09]', async () => {
    const registry = await start();
    const answer = await registry.fetch(
      '/token?service=margo-registry&scope=repository:acme/pump:pull,push&account=alice&client_id=docker',
      { headers: basic('alice', 'alice-secret') },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/json');
    const body = (await answer.json()) as Answer;
    expect(body).toEqual({
      token: expect.any(String),
      access_token: body['token'],
      token_type: 'Bearer',
      expires_in: 300,
      issued_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      scope: 'repository:acme/pump:pull,push',
    });
    expect(decodeJwt(body['token']!)).toMatchObject({
      iss: `margo-registry:${registry.metadata.identity.id}`,
      sub: 'alice',
      aud: 'margo-registry',
      access: [{ type: 'repository', name: 'acme/pump', actions: ['pull', 'push'] }],
    });
  });

  async function grantedTo(account: string | undefined, ...scopes: string[]): Promise<unknown> {
    const registry = registries[0] ?? (await start());
    const query = new URLSearchParams(scopes.map((scope): [string, string] => ['scope', scope]));
    const headers = account === undefined ? {} : basic(account, `${account}-secret`);
    const answer = await registry.fetch(`/token?${query}`, { headers });
    expect(answer.status).toBe(200);
    return accessOf((await answer.json()) as Answer);
  }

  it('4 token-multi-scope, 5 token-partial, 6 token-star: grants what is asked as far as rules and anonymous pull allow, and leaves out the rest [AUTH-06, AUTH-08, AUTH-11]', async () => {
    const entry = (name: string, ...actions: string[]): object => ({ type: 'repository', name, actions });
    expect(await grantedTo('alice', 'repository:acme/pump:push,pull,delete')).toEqual([
      entry('acme/pump', 'pull', 'push'),
    ]);
    expect(
      await grantedTo('alice', 'repository:acme/a:* repository:other:pull', 'repository:public/x:*'),
    ).toEqual([entry('acme/a', 'pull', 'push'), entry('public/x', 'pull')]);
    expect(await grantedTo('root', 'registry:catalog:* repository:a:*')).toEqual([
      { type: 'registry', name: 'catalog', actions: ['*'] },
      entry('a', 'pull', 'push', 'delete', 'admin'),
    ]);
    expect(await grantedTo('nobody', 'repository:acme/pump:pull')).toEqual([]);
    expect(await grantedTo(undefined, 'repository:public/x:pull,push', 'repository:acme/pump:pull')).toEqual([
      entry('public/x', 'pull'),
    ]);
    expect(await grantedTo(undefined, 'registry:catalog:*')).toEqual([]);
  });

  it('grants no pattern for a name that no repository can have', async () => {
    expect(
      await grantedTo('root', 'repository:acme/*:pull', 'repository:*:pull', 'repository:A:pull'),
    ).toEqual([]);
  });

  it('grants everything that the account holds where nothing is asked for by name, and nothing to nobody', async () => {
    expect(await grantedTo('alice')).toEqual([
      { type: 'registry', name: 'catalog', actions: ['*'] },
      { type: 'repository', name: 'acme/*', actions: ['pull', 'push'] },
    ]);
    expect(await grantedTo(undefined)).toEqual([]);
  });

  it('3 login-bad-password: refuses wrong credentials and never falls back to an anonymous token [AUTH-07]', async () => {
    const registry = await start();
    for (const headers of [
      basic('alice', 'wrong'),
      basic('stranger', 'alice-secret'),
      { authorization: 'Bearer abc' },
      { authorization: '' },
    ]) {
      const answer = await registry.fetch('/token?scope=repository:public/x:pull', { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
      expect(await answer.json()).toEqual({
        errors: [{ code: 'UNAUTHORIZED', message: expect.any(String) }],
        error: 'invalid_grant',
        error_description: expect.any(String),
      });
    }
  });

  it('says the same of an unknown account and of a wrong password', async () => {
    const registry = await start();
    const [wrong, unknown] = await Promise.all(
      [basic('alice', 'x'), basic('stranger', 'x')].map(async (headers) =>
        (await registry.fetch('/token', { headers })).text(),
      ),
    );
    expect(wrong).toBe(unknown);
  });

  it('gives nothing to callers without a name where nobody may pull', async () => {
    const registry = await start({ anonymousPull: [] });
    expect((await registry.fetch('/token?scope=repository:a:pull')).status).toBe(401);
  });

  const post = (registry: RegistryInProcess, form: Record<string, string>): Promise<Response> =>
    registry.fetch('/token', { method: 'POST', body: new URLSearchParams(form) });

  it('7 token-post-password: takes the password grant by POST [AUTH-10]', async () => {
    const registry = await start();
    const form = {
      grant_type: 'password',
      username: 'alice',
      password: 'alice-secret',
      service: 'margo-registry',
    };
    const answer = await post(registry, { ...form, scope: 'repository:acme/a:pull repository:acme/b:pull' });
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as Answer;
    expect(accessOf(body)).toHaveLength(2);
    expect(body['refresh_token']).toBeUndefined();
    expect((await post(registry, { ...form, password: 'x' })).status).toBe(401);
  });

  it.each(['GET', 'POST'])(
    'gives a refresh token for %s only when asked, and it goes on working [AUTH-14]',
    async (method) => {
      const registry = await start();
      const credentials = { username: 'alice', password: 'alice-secret' };
      const answer =
        method === 'GET'
          ? await registry.fetch('/token?offline_token=true', { headers: basic('alice', 'alice-secret') })
          : await post(registry, { grant_type: 'password', access_type: 'offline', ...credentials });
      const { refresh_token: token = '' } = (await answer.json()) as Answer;
      for (let turn = 0; turn < 2; turn++) {
        const refreshed = await post(registry, {
          grant_type: 'refresh_token',
          refresh_token: token,
          scope: 'repository:acme/pump:pull',
        });
        expect(refreshed.status).toBe(200);
        const body = (await refreshed.json()) as Answer;
        expect(body['refresh_token']).toBeUndefined();
        expect(decodeJwt(body['token']!)).toMatchObject({ sub: 'alice', access: [{ name: 'acme/pump' }] });
      }
      expect((await post(registry, { grant_type: 'refresh_token', refresh_token: `${token}x` })).status).toBe(
        401,
      );
    },
  );

  it('takes a refresh token for a password, under any name, until the password changes [AUTH-16]', async () => {
    const registry = await start();
    const asked = await registry.fetch('/token?offline_token=true', {
      headers: basic('alice', 'alice-secret'),
    });
    const { refresh_token: robot = '' } = (await asked.json()) as Answer;
    const login = (password: string): Promise<Response> =>
      registry.fetch('/token?scope=repository:acme/pump:push', { headers: basic('robot', password) });
    const answer = await login(robot);
    expect(answer.status).toBe(200);
    expect(decodeJwt(((await answer.json()) as Answer)['token']!)).toMatchObject({
      sub: 'alice',
      access: [{ name: 'acme/pump', actions: ['push'] }],
    });
    expect((await login(`${robot}x`)).status).toBe(401);
  });

  it.each([
    [{}, 'invalid_request'],
    [{ grant_type: 'password' }, 'invalid_request'],
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'authorization_code' }, 'unsupported_grant_type'],
    [{ grant_type: 'password', username: 'a', password: 'b', service: 'other' }, 'invalid_request'],
  ])('refuses the form %j as RFC 6749 says it', async (form, error) => {
    const answer = await post(await start(), form);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error, errors: [{ code: 'UNSUPPORTED' }] });
  });

  it('refuses bodies that are no form, or a large one', async () => {
    const registry = await start();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const init of [
      { body: '{"grant_type":"password"}', headers: { 'content-type': 'application/json' } },
      { body: Buffer.from('x') },
      { body: 'a'.repeat(70_000), headers: type },
      { headers: type },
    ])
      expect((await registry.fetch('/token', { method: 'POST', ...init })).status).toBe(400);
  });

  it('slows down guessing with 429 and Retry-After', async () => {
    const registry = await start();
    const login = async (password: string): Promise<Response> =>
      registry.fetch('/token', { headers: basic('root', password) });
    for (let index = 0; index < 5; index++) expect((await login(`guess ${index}`)).status).toBe(401);
    const held = await login('root-secret');
    expect(held.status).toBe(429);
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await held.json()).toMatchObject({ errors: [{ code: 'TOOMANYREQUESTS' }] });
  });

  it('counts failures for the client that a trusted proxy names, and for the proxy that is not trusted', async () => {
    for (const trustedProxies of [['loopback'], []]) {
      const registry = await start({ trustedProxies });
      const guess = async (account: string, client: string): Promise<number> => {
        const headers = { ...basic(account, 'guess'), 'x-forwarded-for': `203.0.113.99, ${client}` };
        return (await registry.fetch('/token', { headers })).status;
      };
      for (let index = 0; index < 20; index++) await guess(`user${index}`, '203.0.113.1');
      expect(await guess('another', '203.0.113.1')).toBe(429);
      expect(await guess('another', '203.0.113.2')).toBe(trustedProxies.length > 0 ? 401 : 429);
    }
  });

  it('does not exist in open mode', async () => {
    const registry = await start({ mode: 'none' });
    expect((await registry.fetch('/token')).status).toBe(404);
  });
});
