import { aManifest } from '@margo-registry/oci/testing';
import { pushBlob, pushManifest } from '../harness/pushes.js';
import { BearerClient, guardRegistry, scope } from './guarded-registry.js';

const RULES = [{ subject: 'alice', repository: 'acme/*', actions: ['pull', 'push'] }];

describe('the log of decisions', () => {
  const given = guardRegistry({ rules: RULES });
  const lines = (msg: string): Record<string, unknown>[] =>
    given.registry.stdout
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['msg'] === msg);
  /** The log is written beside the answers. */
  const eventually = async (find: () => unknown): Promise<void> => {
    for (let tries = 0; tries < 100 && find() === undefined; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const findLine = (repository: string, decision: string) =>
    lines('access').find((line) => line['repository'] === repository && line['decision'] === decision);

  it('holds who did what where, what was decided and by which rule; pulls are named in the line of their request', async () => {
    const token = await given.server.sign(scope('repository:*:*'));
    const client = new BearerClient(given.registry.url, token);
    await pushBlob(client, 'acme/app', '{}');
    await pushManifest(client, 'acme/app', aManifest(), 'v1');
    await client.get('/v2/acme/app/manifests/v1');
    await client.delete('/v2/acme/app/manifests/v1');
    await given.client.get('/v2/other/app/manifests/v1');
    await client.close();
    await eventually(() => findLine('other/app', 'unauthenticated'));

    expect(findLine('acme/app', 'allowed')).toMatchObject({
      subject: 'alice',
      action: 'pull,push',
      rule: 'rules[0] subject alice on acme/*',
      requestId: expect.any(String) as string,
    });
    expect(findLine('acme/app', 'denied')).toMatchObject({
      subject: 'alice',
      action: 'delete',
      rule: 'no rule gives the caller delete on acme/app',
    });
    expect(findLine('other/app', 'unauthenticated')).toMatchObject({ subject: null, action: 'pull' });
    const pulls = lines('request').filter(
      ({ method, path }) => method === 'GET' && path === '/v2/acme/app/manifests/v1',
    );
    expect(pulls.map(({ subject }) => subject)).toEqual(['alice']);
    expect(given.registry.stdout.join('\n')).not.toContain(token);
  });

  it('holds refused tokens with the reason, and never the token', async () => {
    const token = await given.server.sign({ aud: 'elsewhere' });
    const client = new BearerClient(given.registry.url, token);
    await client.get('/v2/acme/refused/tags/list');
    await client.close();
    await eventually(() => findLine('acme/refused', 'invalid_token'));

    expect(findLine('acme/refused', 'invalid_token')).toMatchObject({
      rule: 'the token is for another audience',
    });
    expect(given.registry.stdout.join('\n')).not.toContain(token.split('.')[2]);
  });
});
