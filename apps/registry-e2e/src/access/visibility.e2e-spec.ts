import { digestOf } from '@margo-registry/oci/testing';
import { pushImage } from '../harness/pushes.js';
import { clientFor, guardRegistry, scope, type BearerClient } from './guarded-registry.js';

const RULES = [
  { subject: 'admin', repository: '*', actions: ['*'] },
  { subject: 'alice', repository: 'acme/*', actions: ['pull', 'push', 'delete'] },
  { subject: 'alice', repository: 'tools', actions: ['pull'] },
  { claim: 'groups=operators', repository: 'site/*', actions: ['pull'] },
  { spiffe: 'spiffe://factory.example/margo/wfm/*', repository: 'wfm/*', actions: ['pull'] },
];
const REPOSITORIES = [
  'acme/a',
  'acme/b',
  'acmes',
  'other/x',
  'public/x',
  'site/one',
  'tools',
  'toolsmith',
  'wfm/one',
];

describe('lists, with rules', () => {
  const given = guardRegistry({ rules: RULES, environment: { REGISTRY_ACCESS_ANONYMOUS_PULL: 'public/*' } });
  const docker = (...access: object[]): Record<string, unknown> => ({ access });
  const catalogOf = async (claims: Record<string, unknown>, query = ''): Promise<unknown> => {
    const client = await clientFor(given, claims);
    const { repositories } = (await client.get(`/v2/_catalog${query}`)).json as { repositories: unknown };
    await client.close();
    return repositories;
  };

  beforeAll(async () => {
    const admin = await clientFor(given, { sub: 'admin', ...scope('repository:*:*') });
    for (const repository of REPOSITORIES) await pushImage(admin, repository, 'v1');
    await admin.close();
  }, 30_000);

  it('show what the rules give to the caller of a Docker token, whatever else it names [CAT-02]', async () => {
    expect(await catalogOf({ sub: 'alice', ...docker() })).toEqual(['acme/a', 'acme/b', 'public/x', 'tools']);
    expect(await catalogOf({ sub: 'admin', ...docker() })).toEqual(REPOSITORIES);
    expect(await catalogOf({ sub: 'nobody', ...docker() })).toEqual(['public/x']);
  });

  it('show no more than the scopes of an OAuth token, unless it holds the catalogue', async () => {
    expect(
      await catalogOf({ sub: 'admin', ...scope('repository:acme/*:pull', 'repository:tools:pull') }),
    ).toEqual(['acme/a', 'acme/b', 'public/x', 'tools']);
    expect(await catalogOf({ sub: 'admin', ...scope('registry:catalog:*') })).toEqual(REPOSITORIES);
    expect(await catalogOf({ sub: 'alice', ...scope('registry:catalog:*') })).toEqual([
      'acme/a',
      'acme/b',
      'public/x',
      'tools',
    ]);
  });

  it('know callers by a claim and by their SPIFFE id', async () => {
    expect(await catalogOf({ sub: 'o', groups: ['x', 'operators'] })).toEqual(['public/x', 'site/one']);
    expect(await catalogOf({ sub: 'o', groups: 'operators2' })).toEqual(['public/x']);
    expect(await catalogOf({ sub: 'spiffe://factory.example/margo/wfm/7' })).toEqual(['public/x', 'wfm/one']);
    expect(await catalogOf({ sub: 'spiffe://evil.example/margo/wfm/7' })).toEqual(['public/x']);
  });

  it('are paged over what is shown, with links that hold', async () => {
    const client = await clientFor(given, { sub: 'alice', ...docker() });
    const seen: string[] = [];
    let path: string | undefined = '/v2/_catalog?n=1';
    for (let pages = 0; path !== undefined && pages < 10; pages += 1) {
      const answer = await client.get(path);
      seen.push(...(answer.json as { repositories: string[] }).repositories);
      path = answer.nextPage;
    }
    expect(seen).toEqual(['acme/a', 'acme/b', 'public/x', 'tools']);
    await client.close();
  });

  it('of the own API show the same repositories, and the others are neither found nor deleted', async () => {
    const client = await clientFor(given, {
      sub: 'alice',
      ...docker({ type: 'repository', name: 'acme/a', actions: ['*'] }),
    });
    const { repositories } = (await client.get('/api/v1/repositories')).json as {
      repositories: { name: string }[];
    };
    expect(repositories.map(({ name }) => name)).toEqual(['acme/a', 'acme/b', 'public/x', 'tools']);
    expect((await client.get('/api/v1/repositories/acme%2Fa')).status).toBe(200);
    expect((await client.get('/api/v1/repositories/other%2Fx')).status).toBe(403);
    expect((await client.get('/api/v1/repositories/other%2Fnil')).status).toBe(403);
    expect((await client.delete('/api/v1/repositories/acme%2Fa')).status).toBe(403);
    await client.close();
  });

  it('are for nobody without a token', async () => {
    for (const path of ['/v2/_catalog', '/api/v1/repositories']) {
      const answer = await given.client.get(path);
      expect([answer.status, answer.header('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('scope="registry:catalog:*"'),
      ]);
    }
  });

  it('leave maintenance to who is admin everywhere', async () => {
    const path = '/api/v1/maintenance/collect?dryRun=true';
    expect((await given.client.post(path)).status).toBe(401);
    const alice = await clientFor(given, { sub: 'alice', ...scope('repository:*:*') });
    expect((await alice.post(path)).status).toBe(403);
    const narrow = await clientFor(given, { sub: 'admin', ...scope('repository:acme/*:*') });
    expect((await narrow.post(path)).status).toBe(401);
    const admin = await clientFor(given, { sub: 'admin', ...scope('repository:*:admin') });
    expect((await admin.post(path)).status).toBe(200);
    await Promise.all([alice.close(), narrow.close(), admin.close()]);
  });

  it('leave the probes and the metrics to everybody', async () => {
    for (const path of ['/health/live', '/health/ready', '/health/startup', '/metrics'])
      expect((await given.client.get(path)).status).toBe(200);
  });
});

describe('without rules', () => {
  const given = guardRegistry();

  it('the token alone decides what is listed and mounted, and one that names nothing may nothing', async () => {
    const all = await clientFor(given, scope('repository:*:*', 'registry:catalog:*'));
    await pushImage(all, 'acme/a', 'v1');
    await pushImage(all, 'other/x', 'v1');
    const some = await clientFor(given, {
      access: [{ type: 'repository', name: 'acme/a', actions: ['pull', 'push'] }],
    });
    const none = await clientFor(given, { scope: 'openid profile' });
    const listed = async (client: BearerClient) =>
      ((await client.get('/v2/_catalog')).json as { repositories: string[] }).repositories;
    expect([await listed(all), await listed(some), await listed(none)]).toEqual([
      ['acme/a', 'other/x'],
      ['acme/a'],
      [],
    ]);
    const mount = `/v2/acme/a/blobs/uploads/?mount=${digestOf('layer of v1')}`;
    expect([(await all.post(mount)).status, (await some.post(mount)).status]).toEqual([201, 201]);
    expect((await none.get('/v2/acme/a/tags/list')).status).toBe(401);
    await Promise.all([all.close(), some.close(), none.close()]);
  });
});
