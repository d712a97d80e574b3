import { rm, writeFile } from 'node:fs/promises';
import { pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { BearerClient } from './guarded-registry.js';
import { basicOf, fetchToken, lineOf, writeAccounts, type AccountsPlace } from './local-accounts.js';

/** What a challenge asks for, taken apart as clients do it. */
function readChallenge(header: string): Record<string, string> {
  return Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

describe('local accounts', () => {
  let place: AccountsPlace;
  let registry: RunningRegistry;
  let client: RegistryClient;
  const opened: RegistryClient[] = [];

  beforeAll(async () => {
    place = await writeAccounts();
    registry = await RunningRegistry.start({ environment: place.environment });
    client = new RegistryClient(registry.url);
    const publisher = await bearer('publisher', 'repository:public/app:pull,push');
    await pushImage(publisher, 'public/app', 'v1');
    await pushImage(await bearer('publisher', 'repository:acme/app:pull,push'), 'acme/app', 'v1');
  }, 60_000);
  afterAll(async () => {
    await Promise.all([client, ...opened].map((each) => each.close()));
    await registry.stop();
    await rm(place.directory, { recursive: true });
    await rm(registry.directory, { recursive: true, force: true });
  });

  async function bearer(account: string | undefined, ...scopes: string[]): Promise<BearerClient> {
    const one = new BearerClient(registry.url, await fetchToken(registry.url, account, ...scopes));
    opened.push(one);
    return one;
  }

  it('log in where the challenge says, and come back with what was asked for', async () => {
    const refused = await client.get('/v2/acme/app/manifests/v1');
    expect(refused.status).toBe(401);
    const { realm, service, scope } = readChallenge(refused.getHeader('www-authenticate'));
    expect(realm).toBe(`${registry.url}/token`);
    const query = new URLSearchParams({ service: service!, scope: scope!, account: 'wfm' });
    const { pathname } = new URL(realm!);
    const answer = await client.get(`${pathname}?${query}`, basicOf('wfm'));
    const { token } = answer.json as { token: string };
    const pulled = await client.get('/v2/acme/app/manifests/v1', { authorization: `Bearer ${token}` });
    expect(pulled.status).toBe(200);
  });

  it('are told which methods /token takes', async () => {
    const answer = await client.delete('/token');
    expect([answer.status, answer.header('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('may do what their rules say, wherever they ask for more', async () => {
    const wfm = await bearer('wfm', 'repository:acme/app:pull,push,delete');
    expect((await wfm.get('/v2/acme/app/manifests/v1')).status).toBe(200);
    const push = await wfm.post('/v2/acme/app/blobs/uploads/');
    expect([push.status, push.codes]).toEqual([403, ['DENIED']]);
    expect((await wfm.delete('/v2/acme/app/manifests/v1')).status).toBe(403);
    const team = await bearer('team', 'repository:team/app:*', 'repository:acme/app:pull');
    await pushImage(team, 'team/app', 'v1');
    expect((await team.get('/v2/acme/app/manifests/v1')).status).toBe(403);
    expect((await team.delete('/v2/team/app/manifests/v1')).status).toBe(403);
    expect((await team.get('/v2/public/app/manifests/v1')).status).toBe(200);
  });

  it('need another token for another repository', async () => {
    const publisher = await bearer('publisher', 'repository:acme/app:pull');
    const answer = await publisher.post('/v2/acme/app/blobs/uploads/');
    expect(answer.status).toBe(401);
    expect(answer.getHeader('www-authenticate')).toContain('error="insufficient_scope"');
  });

  it('see in the catalogue what they may pull', async () => {
    const list = async (account: string): Promise<unknown> =>
      (
        (await (await bearer(account, 'registry:catalog:*')).get('/v2/_catalog')).json as {
          repositories: string[];
        }
      ).repositories;
    expect(await list('wfm')).toEqual(expect.arrayContaining(['acme/app', 'public/app']));
    expect(await list('team')).not.toContain('acme/app');
    expect(await list('nobody')).toEqual(['public/app']);
  });

  it('administer with a token that was asked for without any scope', async () => {
    const run = async (account: string): Promise<number> =>
      (await (await bearer(account)).post('/api/v1/maintenance/collect?dryRun=true')).status;
    expect(await run('admin')).toBe(200);
    expect(await run('publisher')).toBe(403);
  });

  it('leave to callers without a name what everybody may pull', async () => {
    const anonymous = await bearer(undefined, 'repository:public/app:pull,push');
    expect((await anonymous.get('/v2/public/app/manifests/v1')).status).toBe(200);
    expect((await anonymous.post('/v2/public/app/blobs/uploads/')).status).toBe(401);
    expect((await anonymous.get('/v2/acme/app/manifests/v1')).status).toBe(401);
  });

  it('are not understood as Basic credentials at the registry itself', async () => {
    const answer = await client.get('/v2/', basicOf('admin'));
    expect(answer.status).toBe(401);
    expect(answer.getHeader('www-authenticate')).toMatch(/^Bearer /);
  });

  it('survive a restart with their tokens', async () => {
    const token = await fetchToken(registry.url, 'wfm', 'repository:acme/app:pull');
    const { directory } = registry;
    await registry.kill();
    await client.close();
    registry = await RunningRegistry.start({ directory, environment: place.environment });
    client = new RegistryClient(registry.url);
    const pulled = await client.get('/v2/acme/app/manifests/v1', { authorization: `Bearer ${token}` });
    expect(pulled.status).toBe(200);
  });

  it('are taken from the file as it is, without a restart', async () => {
    expect((await client.get('/token', basicOf('newcomer'))).status).toBe(401);
    await writeFile(place.htpasswd, `${await lineOf('newcomer')}${await lineOf('wfm', 'changed')}`);
    const deadline = Date.now() + 10_000;
    while ((await client.get('/token', basicOf('newcomer'))).status !== 200 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await client.get('/token', basicOf('newcomer'))).status).toBe(200);
    expect((await client.get('/token', basicOf('wfm'))).status).toBe(401);
    expect((await client.get('/token', basicOf('wfm', 'changed'))).status).toBe(200);
  });
});
