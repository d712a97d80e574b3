import { digestOf } from '@margo-registry/oci/testing';
import { pushBlob, pushImage } from '../harness/pushes.js';
import { BearerClient, guardRegistry, scope } from './guarded-registry.js';

const RULES = [
  { subject: 'alice', repository: '*', actions: ['*'] },
  { subject: 'reader', repository: 'acme/*', actions: ['pull'] },
];
const ABSENT = digestOf('nobody pushed this');

describe('the challenges of mode bearer', () => {
  const given = guardRegistry({ rules: RULES, environment: { REGISTRY_ACCESS_ANONYMOUS_PULL: 'public/*' } });
  const bearer = async (claims: Record<string, unknown>): Promise<BearerClient> =>
    new BearerClient(given.registry.url, await given.server.sign(claims));
  const challenge = (more: string): string =>
    `Bearer realm="${given.server.url}/token",service="margo-registry"${more}`;

  beforeAll(async () => {
    const alice = await bearer(scope('repository:*:*'));
    await pushImage(alice, 'public/app', 'v1');
    await pushImage(alice, 'acme/app', 'v1');
    await pushBlob(alice, 'secret/app', 'secret');
    await alice.close();
  }, 30_000);

  it('1 ping-challenge: ask for a token on the ping, although some repositories are open to everybody [AUTH-01, AUTH-03, END1-02, END1-03]', async () => {
    const answer = await given.client.get('/v2/');
    expect(answer.status).toBe(401);
    expect(answer.codes).toEqual(['UNAUTHORIZED']);
    expect(answer.header('www-authenticate')).toBe(challenge(''));
  });

  it('2 ping-empty-token: are satisfied on the ping by a token without any right', async () => {
    const client = await bearer({ access: [] });
    const answer = await client.get('/v2/');
    expect([answer.status, answer.text]).toEqual([200, '{}']);
    await client.close();
  });

  it.each([
    ['GET', '/v2/acme/app/manifests/v1', 'pull'],
    ['HEAD', '/v2/acme/app/manifests/v1', 'pull'],
    ['GET', `/v2/acme/app/blobs/${ABSENT}`, 'pull'],
    ['GET', '/v2/acme/app/tags/list', 'pull'],
    ['GET', `/v2/acme/app/referrers/${ABSENT}`, 'pull'],
    ['POST', '/v2/acme/app/blobs/uploads/', 'pull,push'],
    ['PUT', '/v2/acme/app/manifests/v1', 'pull,push'],
    ['PATCH', '/v2/acme/app/blobs/uploads/x', 'pull,push'],
    ['PUT', '/v2/acme/app/blobs/uploads/x', 'pull,push'],
    ['DELETE', '/v2/acme/app/blobs/uploads/x', 'push'],
    ['DELETE', '/v2/acme/app/manifests/v1', 'delete'],
    ['DELETE', `/v2/acme/app/blobs/${ABSENT}`, 'delete'],
  ])('name what %s %s needs: %s [AUTH-12]', async (method, path, actions) => {
    const answer = await given.client.send(method, path);
    expect(answer.status).toBe(401);
    expect(answer.header('www-authenticate')).toBe(challenge(`,scope="repository:acme/app:${actions}"`));
  });

  it('9 head-probe-hint: name pull and push on the HEAD of a blob, because some clients keep their first token [AUTH-15]', async () => {
    const answer = await given.client.head(`/v2/acme/app/blobs/${ABSENT}`);
    expect([answer.status, answer.text]).toEqual([401, '']);
    expect(answer.header('www-authenticate')).toBe(challenge(',scope="repository:acme/app:pull,push"'));
  });

  it('8 insufficient-scope: call a token that holds too little insufficient, with 401 and the whole scope [AUTH-04]', async () => {
    const client = await bearer(scope('repository:acme/app:pull'));
    const answer = await client.post('/v2/acme/app/blobs/uploads/');
    expect([answer.status, answer.codes]).toEqual([401, ['UNAUTHORIZED']]);
    expect(answer.header('www-authenticate')).toBe(
      challenge(',scope="repository:acme/app:pull,push",error="insufficient_scope"'),
    );
    expect(answer.errors[0]?.detail).toMatchObject({ reason: 'the token does not grant push on acme/app' });
    await client.close();
  });

  it('10 policy-denied: refuse with 403 what the rules give to no token of the caller, and still tell where tokens are [AUTH-05]', async () => {
    const client = await bearer({ sub: 'reader', ...scope('repository:*:*') });
    const answer = await client.post('/v2/acme/app/blobs/uploads/');
    expect([answer.status, answer.codes]).toEqual([403, ['DENIED']]);
    expect(answer.header('www-authenticate')).toContain('Bearer realm=');
    expect(answer.errors[0]?.detail).toMatchObject({ reason: 'no rule gives the caller push on acme/app' });
    await client.close();
  });

  it('say the same of a repository that is hidden and of one that does not exist [AUTH-05]', async () => {
    const client = await bearer({ sub: 'reader', ...scope('repository:*:*') });
    const [hidden, absent] = await Promise.all([
      client.get('/v2/secret/app/tags/list'),
      client.get('/v2/secret/nil/tags/list'),
    ]);
    expect([hidden.status, absent.status]).toEqual([403, 403]);
    expect(hidden.text.replaceAll('secret/app', 'X')).toBe(absent.text.replaceAll('secret/nil', 'X'));
    const [stranger, nowhere] = await Promise.all([
      given.client.get('/v2/secret/app/tags/list'),
      given.client.get('/v2/secret/nil/tags/list'),
    ]);
    expect([stranger.status, nowhere.status]).toEqual([401, 401]);
    await client.close();
  });

  it('let everybody pull what is open, without a token and with one that says nothing of it', async () => {
    expect((await given.client.get('/v2/public/app/manifests/v1')).status).toBe(200);
    const client = await bearer({ sub: 'reader', access: [] });
    expect((await client.get('/v2/public/app/manifests/v1')).status).toBe(200);
    expect((await given.client.post('/v2/public/app/blobs/uploads/')).status).toBe(401);
    await client.close();
  });

  it('call every action that the caller holds by a star, and read the actions in any order [AUTH-11, END10-04]', async () => {
    const star = await bearer({ sub: 'alice', access: [entry('acme/app', ['*'])] });
    expect((await star.post('/v2/acme/app/blobs/uploads/')).status).toBe(202);
    expect((await star.delete('/v2/acme/app/manifests/no-such-tag')).status).toBe(404);
    const reversed = await bearer({ access: [entry('acme/app', ['push', 'pull'])] });
    expect((await reversed.post('/v2/acme/app/blobs/uploads/')).status).toBe(202);
    const plugin = await bearer(scope('repository(plugin):acme/app:push,pull'));
    expect((await plugin.post('/v2/acme/app/blobs/uploads/')).status).toBe(202);
    await Promise.all([star.close(), reversed.close(), plugin.close()]);
  });

  it('let whoever may push ask how far an upload is, and cancel it [END13-03, END14-02]', async () => {
    const [both, push, pull] = await Promise.all(
      ['pull,push', 'push', 'pull'].map((actions) => bearer(scope(`repository:acme/app:${actions}`))),
    );
    const upload = (await both!.post('/v2/acme/app/blobs/uploads/')).getHeader('location');
    expect([(await push!.get(upload)).status, (await pull!.get(upload)).status]).toEqual([204, 204]);
    expect((await pull!.delete(upload)).status).toBe(401);
    expect((await push!.patch(upload, { body: 'x' })).status).toBe(401);
    expect((await push!.delete(upload)).status).toBe(204);
    await Promise.all([both!.close(), push!.close(), pull!.close()]);
  });

  it('cannot be lured to a foreign realm by a Host [AUTH-02, AUTH-17]', async () => {
    const answer = await given.client.get('/v2/', { host: 'evil.example' });
    expect(answer.header('www-authenticate')).toBe(challenge(''));
  });

  it('show a mistaken Basic login the way', async () => {
    const answer = await given.client.get('/v2/', { authorization: 'Basic YTpi' });
    expect(answer.status).toBe(401);
    expect(answer.header('www-authenticate')).toBe(challenge(',error="invalid_token"'));
    expect(answer.text).not.toContain('YTpi');
  });
});

function entry(
  name: string,
  actions: readonly string[],
): { type: string; name: string; actions: readonly string[] } {
  return { type: 'repository', name, actions };
}
