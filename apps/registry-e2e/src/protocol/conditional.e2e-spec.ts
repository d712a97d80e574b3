import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { anImageIn, demand, pushBlob, pushImage, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const REPOSITORY = 'conditional';
const LARGE = 'L'.repeat(100_000);
const PATHS = {
  'a manifest by tag': `/v2/${REPOSITORY}/manifests/v1`,
  'a small blob': `/v2/${REPOSITORY}/blobs/${digestOf('{}')}`,
  'a large blob': `/v2/${REPOSITORY}/blobs/${digestOf(LARGE)}`,
  'the list of tags': `/v2/${REPOSITORY}/tags/list`,
  'a list of referrers': `/v2/${REPOSITORY}/referrers/${digestOf('{}')}`,
  'the catalogue': '/v2/_catalog',
  'the list of repositories': '/api/v1/repositories',
};

const shared = shareRegistry();

describe('a read on a condition', () => {
  beforeAll(async () => {
    await pushImage(shared.client, REPOSITORY, 'v1');
    await pushBlob(shared.client, REPOSITORY, LARGE);
  });

  it.each(Object.entries(PATHS))(
    'of %s answers 304 while the reader holds it [END2-14, END3-08]',
    async (_what, path) => {
      const etag = (await shared.client.get(path)).getHeader('etag');
      const opaque = etag.slice(1, -1);
      for (const held of [etag, `W/${etag}`, `"other", ${etag}`, opaque, '*']) {
        const answer = await shared.client.get(path, { 'If-None-Match': held });
        expect([held, answer.status, answer.text, answer.header('etag')]).toEqual([held, 304, '', etag]);
        expect(answer.header('cache-control')).toBeDefined();
      }
      const head = await shared.client.head(path, { 'If-None-Match': etag });
      expect([head.status, head.text]).toEqual([path.startsWith('/api') ? head.status : 304, '']);
      expect((await shared.client.get(path, { 'If-None-Match': '"other"' })).status).toBe(200);
    },
  );

  it('of a tag answers 200 again when the tag has moved [END3-07, END3-08]', async () => {
    const path = `/v2/${REPOSITORY}/manifests/moved`;
    demand(await putManifest(shared.client, path, await anImageIn(shared.client, REPOSITORY, 'before')), 201);
    const etag = (await shared.client.get(path)).getHeader('etag');
    demand(await putManifest(shared.client, path, await anImageIn(shared.client, REPOSITORY, 'after')), 201);
    const answer = await shared.client.get(path, { 'If-None-Match': etag });
    expect([answer.status, answer.header('etag')]).not.toContain(etag);
    expect(answer.status).toBe(200);
  });

  it('of a list answers 200 again when the list has changed [END3-08]', async () => {
    const path = `/v2/${REPOSITORY}/tags/list`;
    const etag = (await shared.client.get(path)).getHeader('etag');
    await pushImage(shared.client, REPOSITORY, 'one-more');
    expect((await shared.client.get(path, { 'If-None-Match': etag })).status).toBe(200);
  });

  it('of what is not there answers 404, not 304 [END3-04]', async () => {
    expectRefusal(
      await shared.client.get(`/v2/${REPOSITORY}/manifests/absent`, { 'If-None-Match': '*' }),
      'manifest-unknown',
    );
    expectRefusal(
      await shared.client.get(`/v2/${REPOSITORY}/blobs/${digestOf('absent')}`, { 'If-None-Match': '*' }),
      'blob-unknown',
    );
  });
});

describe('a push of a tag on a condition', () => {
  const image = (name: string) => aManifest().withConfig(aDescriptor('{}')).withAnnotation('name', name);
  const push = (tag: string, name: string, headers: Record<string, string>) =>
    putManifest(shared.client, `/v2/${REPOSITORY}/manifests/${tag}`, image(name), headers);
  const current = async (tag: string) =>
    (await shared.client.head(`/v2/${REPOSITORY}/manifests/${tag}`)).header('docker-content-digest');

  beforeAll(() => pushBlob(shared.client, REPOSITORY, '{}'));

  it('If-None-Match: * is taken once, then answers 412 and changes nothing [END7-15]', async () => {
    expect((await push('once', 'first', { 'If-None-Match': '*' })).status).toBe(201);
    expectRefusal(await push('once', 'second', { 'If-None-Match': '*' }), 'precondition-failed');
    expect(await current('once')).toBe(image('first').describe().digest);
    expectRefusal(
      await shared.client.get(`/v2/${REPOSITORY}/manifests/${image('second').describe().digest}`),
      'manifest-unknown',
    );
  });

  it('If-Match is taken while the tag points there, then answers 412 [END7-15]', async () => {
    const first = `"${image('one').describe().digest}"`;
    demand(await push('match', 'one', {}), 201);
    expect((await push('match', 'two', { 'If-Match': first })).status).toBe(201);
    expectRefusal(await push('match', 'three', { 'If-Match': first }), 'precondition-failed');
    expect(await current('match')).toBe(image('two').describe().digest);
  });

  it('If-Match keeps a delete from what has changed since it was read [END7-15]', async () => {
    demand(await push('doomed', 'one', {}), 201);
    const path = `/v2/${REPOSITORY}/manifests`;
    const [mine, other] = [image('one').describe().digest, digestOf('other')];
    for (const reference of ['doomed', mine]) {
      expectRefusal(
        await shared.client.delete(`${path}/${reference}`, { 'If-Match': `"${other}"` }),
        'precondition-failed',
      );
    }
    expect(await current('doomed')).toBe(mine);
    const kept = { 'If-Match': `"${other}", "${mine}"` };
    expect((await shared.client.delete(`${path}/doomed`, kept)).status).toBe(202);
    expect(await current('doomed')).toBeUndefined();
    expect((await shared.client.delete(`${path}/${mine}`, kept)).status).toBe(202);
  });

  it('If-Match on a tag that is not there answers 412 [END7-15]', async () => {
    expectRefusal(await push('nowhere', 'one', { 'If-Match': '*' }), 'precondition-failed');
    expectRefusal(await push('nowhere', 'one', { 'If-Match': `"${digestOf('x')}"` }), 'precondition-failed');
    expect(await current('nowhere')).toBeUndefined();
  });

  it('lets exactly one of many writers win [END7-15]', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `racer-${index}`);
    const answers = await Promise.all(names.map((name) => push('race', name, { 'If-None-Match': '*' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(412)]);
    const winner = names[answers.findIndex(({ status }) => status === 201)]!;
    expect(await current('race')).toBe(image(winner).describe().digest);
  });
});
