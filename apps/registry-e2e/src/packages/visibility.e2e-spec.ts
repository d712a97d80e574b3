import { BearerClient, guardRegistry, scope } from '../access/guarded-registry.js';
import { type RegistryClient } from '../harness/registry-client.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from './package-pushes.js';

const RULES = [
  { subject: 'admin', repository: '*', actions: ['*'] },
  { subject: 'alice', repository: 'acme/*', actions: ['pull'] },
];
const PATHS = ['', '/report', '/details'];

describe('packages, for callers with rights', () => {
  const given = guardRegistry({ rules: RULES });
  const clients: RegistryClient[] = [];
  const clientFor = async (claims: Record<string, unknown>): Promise<RegistryClient> => {
    const client = new BearerClient(given.registry.url, await given.server.sign(claims));
    clients.push(client);
    return client;
  };
  const alice = () => clientFor({ sub: 'alice', ...scope('repository:*:pull') });

  beforeAll(async () => {
    const admin = await clientFor({ sub: 'admin', ...scope('repository:*:*') });
    for (const repository of ['acme/a', 'acme/b', 'other/c'])
      await pushPackage(admin, repository, '1.0.0', filesOf(aDescription()));
  }, 30_000);
  afterAll(() => Promise.all(clients.map((client) => client.close())));

  const listedFor = async (client: RegistryClient, query = ''): Promise<string[]> => {
    const { packages } = (await client.get(`/api/v1/packages${query}`)).json as {
      packages: { repository: string }[];
    };
    return packages.map(({ repository }) => repository);
  };

  it('are listed where the caller may pull, on every page', async () => {
    const admin = await clientFor({ sub: 'admin', ...scope('repository:*:*') });
    const narrow = await clientFor({ sub: 'alice', ...scope('repository:acme/b:pull') });

    expect(await listedFor(admin)).toEqual(['acme/a', 'acme/b', 'other/c']);
    expect(await listedFor(await alice())).toEqual(['acme/a', 'acme/b']);
    expect(await listedFor(await alice(), '?n=10&last=acme/a:pump-viewer')).toEqual(['acme/b']);
    expect(await listedFor(narrow)).toEqual(['acme/b']);
  });

  it('are shown where the caller may pull, and refused as what is not there is refused', async () => {
    const client = await alice();
    for (const path of PATHS) {
      const own = await client.get(`/api/v1/packages/acme%2Fa/1.0.0${path}`);
      const foreign = await client.get(`/api/v1/packages/other%2Fc/1.0.0${path}`);
      const absent = await client.get(`/api/v1/packages/other%2Fnone/1.0.0${path}`);
      expect([path, own.status, foreign.status, absent.status]).toEqual([path, 200, 403, 403]);
    }
  });

  it('are validated by reference where the caller may pull', async () => {
    const client = await alice();
    expect((await client.post('/api/v1/validate?reference=acme/a:1.0.0')).status).toBe(200);
    expect((await client.post('/api/v1/validate?reference=other/c:1.0.0')).status).toBe(403);
  });

  it('are validated from a body by whoever has a token, and by nobody else', async () => {
    const sending = { headers: { 'Content-Type': 'application/yaml' }, body: aDescription() };
    const client = await clientFor({ sub: 'somebody', ...scope('repository:acme/a:pull') });
    const anonymous = await given.client.post('/api/v1/validate', sending);

    expect((await client.post('/api/v1/validate', sending)).status).toBe(200);
    expect(anonymous.status).toBe(401);
    expect(anonymous.getHeader('www-authenticate')).toMatch(/^Bearer realm=/);
  });

  it('are described to everybody: the document needs no token', async () => {
    expect((await given.client.get('/api/v1/openapi.json')).status).toBe(200);
  });
});
