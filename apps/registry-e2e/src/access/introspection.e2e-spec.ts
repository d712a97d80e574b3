import { digestOf } from '@margo-registry/oci/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { AUDIENCE, json } from './authorization-server.js';
import { BearerClient, guardRegistry, scope } from './guarded-registry.js';

const now = (): number => Math.floor(Date.now() / 1000);
const active = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  active: true,
  sub: 'alice',
  aud: AUDIENCE,
  exp: now() + 300,
  ...scope('repository:*:*'),
  ...more,
});
const READ = '/v2/acme/app/tags/list';
const PUSH = '/v2/acme/app/blobs/uploads/';

describe('introspection', () => {
  const given = guardRegistry({ by: 'introspection' });
  const clientWith = (token: string, answer?: Record<string, unknown>): BearerClient => {
    if (answer) given.server.opaque.set(token, answer);
    return new BearerClient(given.registry.url, token);
  };
  const questions = (): number => given.server.asked.filter((path) => path === '/introspect').length;

  it('accepts an active token with what it grants', async () => {
    const client = clientWith('good', active(scope('repository:acme/*:pull')));
    expect((await client.get(READ)).status).toBe(404);
    const answer = await client.post(PUSH);
    expect([answer.status, answer.header('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('error="insufficient_scope"'),
    ]);
    await client.close();
  });

  it('refuses an answer about another token', async () => {
    const token = await given.server.sign({ jti: 'this-one' });
    const client = clientWith(token, active({ jti: 'another-one' }));
    expect((await client.get(READ)).status).toBe(401);
    given.server.opaque.set(token, active({ jti: 'this-one' }));
    expect((await client.get(READ)).status).toBe(404);
    await client.close();
  });

  it('asks once for many pulls, also when they come at the same time', async () => {
    const client = clientWith('asked-once', active());
    const before = questions();
    const answers = await Promise.all(Array.from({ length: 30 }, () => client.get(READ)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    await client.get(READ);
    expect(questions()).toBe(before + 1);
    await client.close();
  });

  it('counts what was remembered, asked and answered in the metrics', async () => {
    const client = clientWith('counted', active());
    const scrape = async (series: string): Promise<number> => {
      const { text } = await client.get('/metrics');
      const line = text.split('\n').find((each) => each.startsWith(`${series} `));
      return Number(line?.slice(series.length) ?? NaN);
    };
    const series = [
      ...['hit', 'miss', 'anew'].map((outcome) => `margo_registry_token_lookups_total{outcome="${outcome}"}`),
      ...['active', 'inactive'].map((outcome) => `margo_registry_introspections_total{outcome="${outcome}"}`),
    ];
    const before = await Promise.all(series.map(scrape));
    for (let read = 0; read < 3; read += 1) await client.get(READ);
    await client.post(PUSH);
    await given.client.get(READ, { authorization: 'Bearer never-issued' });
    const after = await Promise.all(series.map(scrape));
    expect(after.map((count, index) => count - before[index]!)).toEqual([2, 2, 1, 2, 1]);
    expect(await scrape('margo_registry_introspection_breaker_open')).toBe(0);
    await client.close();
  });

  it('asks anew for a push, a delete and what only an admin may, so that a revoked token ends at once', async () => {
    const client = clientWith('revoked', active());
    expect((await client.get(READ)).status).toBe(404);
    expect((await client.post(PUSH)).status).toBe(202);
    given.server.opaque.delete('revoked');
    const answers = [await client.post(PUSH), await client.delete('/v2/acme/app/manifests/v1')];
    answers.push(await client.post('/api/v1/maintenance/collect?dryRun=true'));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect((await client.get(READ)).status).toBe(401);
    await client.close();
  });

  it('does not cut off a push whose token ends meanwhile [END6-10]', async () => {
    const client = clientWith('ends-meanwhile', active());
    const upload = (await client.post('/v2/acme/slow/blobs/uploads/')).getHeader('location');
    const before = questions();
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from('first half, ');
      // Until the registry has its answer, the push has not begun.
      for (let tries = 0; tries < 200 && questions() === before; tries += 1) await delay(10);
      await delay(200);
      given.server.opaque.delete('ends-meanwhile');
      yield Buffer.from('second half');
    }
    const digest = digestOf('first half, second half');
    expect((await client.put(`${upload}?digest=${digest}`, { body: body() })).status).toBe(201);
    expect((await client.post(PUSH)).status).toBe(401);
    await client.close();
  });

  it('lets nobody in where it fails: 503 with Retry-After, but what was known before still pulls', async () => {
    const known = clientWith('known', active());
    expect((await known.get(READ)).status).toBe(404);
    given.server.fault = (_request, response) => json(response, 500, { error: 'server_error' });
    const answers = [await given.client.get(READ, { authorization: 'Bearer new' }), await known.post(PUSH)];
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(answers.map((answer) => answer.header('retry-after'))).toEqual(['1', '1']);
    expect((await known.get(READ)).status).toBe(404);
    given.server.fault = undefined;
    await known.close();
  });

  it('reads ten thousand scopes', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `repository:a${index}:pull`);
    const client = clientWith('wide', active(scope(...names)));
    expect((await client.get('/v2/a9999/tags/list')).status).toBe(404);
    expect((await client.get('/v2/b/tags/list')).status).toBe(401);
    expect((await client.get('/v2/_catalog')).json).toEqual({ repositories: [] });
    await client.close();
  });
});

describe('a registry with keys and introspection', () => {
  const given = guardRegistry({ by: 'both' });

  it('asks the keys about JWTs and the endpoint about everything else', async () => {
    given.server.opaque.set('opaque', active());
    const jwt = await given.server.sign(scope('repository:*:*'));
    for (const token of [jwt, 'opaque']) {
      const answer = await given.client.get(READ, { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(404);
    }
    expect(given.server.asked).toEqual(['/jwks', '/introspect']);
  });
});
