import { digestOf } from '@margo-registry/oci/testing';
import { pushBlob } from '../harness/pushes.js';
import { clientFor, guardRegistry, scope, type BearerClient } from './guarded-registry.js';

const RULES = [
  { subject: 'admin', repository: '*', actions: ['*'] },
  { subject: 'alice', repository: 'acme/*', actions: ['pull', 'push', 'delete'] },
  { subject: 'alice', repository: 'tools', actions: ['pull'] },
];

describe('mounts, with rules', () => {
  const given = guardRegistry({ rules: RULES });
  const mount = (client: BearerClient, digest: string, from?: string) =>
    client.post(`/v2/acme/new/blobs/uploads/?mount=${digest}${from === undefined ? '' : `&from=${from}`}`);
  let alice: BearerClient;

  beforeAll(async () => {
    const admin = await clientFor(given, { sub: 'admin', ...scope('repository:*:*') });
    await pushBlob(admin, 'acme/a', 'of acme');
    await pushBlob(admin, 'tools', 'of tools');
    await pushBlob(admin, 'other/x', 'of others');
    await admin.close();
    alice = await clientFor(given, {
      sub: 'alice',
      ...scope('repository:acme/*:pull,push', 'repository:tools:pull'),
    });
  }, 30_000);
  afterAll(() => alice.close());

  it('are done where both repositories are granted', async () => {
    const answer = await mount(alice, digestOf('of tools'), 'tools');
    expect([answer.status, answer.header('location')]).toEqual([
      201,
      `/v2/acme/new/blobs/${digestOf('of tools')}`,
    ]);
  });

  it('26 mount-both-scopes: ask for both scopes where the token lacks the source and the caller could have it [END11-04]', async () => {
    const client = await clientFor(given, { sub: 'alice', ...scope('repository:acme/*:pull,push') });
    const answer = await mount(client, digestOf('of tools'), 'tools');
    expect(answer.status).toBe(401);
    expect(answer.header('www-authenticate')).toContain(
      'scope="repository:acme/new:pull,push repository:tools:pull",error="insufficient_scope"',
    );
    const stranger = await given.client.post('/v2/acme/new/blobs/uploads/?mount=x&from=tools');
    expect(stranger.header('www-authenticate')).toContain(
      'scope="repository:acme/new:pull,push repository:tools:pull"',
    );
    await client.close();
  });

  it('27 mount-forbidden: from a repository that the caller may not read begin an upload, as if it held nothing [END11-06]', async () => {
    const answers = [
      await mount(alice, digestOf('of others'), 'other/x'),
      await mount(alice, digestOf('of others'), 'other/nil'),
      await mount(alice, digestOf('of nobody'), 'acme/a'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    for (const answer of answers) {
      expect(answer.header('location')).toMatch(/^\/v2\/acme\/new\/blobs\/uploads\/[^?]+$/);
      expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(answers[0]?.headers ?? {}).sort());
    }
    expect((await alice.head(`/v2/acme/new/blobs/${digestOf('of others')}`)).status).toBe(404);
  });

  it('28 mount-anonymous: without a source look where the caller may read [END11-05]', async () => {
    expect((await mount(alice, digestOf('of acme'))).status).toBe(201);
    expect((await mount(alice, digestOf('of others'))).status).toBe(202);
    const docker = await clientFor(given, {
      sub: 'alice',
      access: [{ type: 'repository', name: 'acme/fresh', actions: ['pull', 'push'] }],
    });
    const post = (digest: string) => docker.post(`/v2/acme/fresh/blobs/uploads/?mount=${digest}`);
    expect((await post(digestOf('of tools'))).status).toBe(201);
    expect((await post(digestOf('of others'))).status).toBe(202);
    await docker.close();
  });
});
