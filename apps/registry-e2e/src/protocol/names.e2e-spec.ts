import { OCI_MANIFEST } from '@margo-registry/oci';
import { aManifest, anIndex, digestOf } from '@margo-registry/oci/testing';
import { beginUpload, pushBlob, pushImage, pushManifest, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const INVALID_NAMES = [
  'Acme',
  'a..b',
  'a._b',
  'a___b',
  '-a',
  'a-',
  'a//b',
  'a/-b',
  'a/.b',
  '%C3%A4',
  'a%2Fb',
  'a:1',
];

const shared = shareRegistry();

describe('repository names', () => {
  it.each(['a', 'a.b', 'a_b', 'a__b', 'a-b', 'a---b', '0/1/2', 'a/b.c/d__e/f--g'])(
    'accept %s on every way in and out [NAME-01]',
    async (name) => {
      const digest = await pushImage(shared.client, name, 'v1');
      expect((await shared.client.get(`/v2/${name}/manifests/v1`)).header('docker-content-digest')).toBe(
        digest,
      );
      expect((await shared.client.get(`/v2/${name}/tags/list`)).json).toEqual({ name, tags: ['v1'] });
    },
  );

  it.each(INVALID_NAMES)('refuse %s when an upload begins [NAME-01, NAME-04]', async (name) => {
    expectRefusal(await shared.client.post(`/v2/${name}/blobs/uploads/`), 'name-invalid');
  });

  it.each([
    'manifests/v1',
    `blobs/${digestOf('')}`,
    'tags/list',
    `referrers/${digestOf('')}`,
    'blobs/uploads/x',
  ])('refuse an invalid one in JSON on …/%s [NAME-04]', async (rest) => {
    expectRefusal(await shared.client.get(`/v2/Acme/${rest}`), 'name-invalid');
  });

  it('may have 255 characters together with the host and its slash, and not one more [NAME-02]', async () => {
    const room = 255 - shared.registry.host.length - 1;
    const headers = { Host: shared.registry.host };
    const post = (name: string) => shared.client.post(`/v2/${name}/blobs/uploads/`, { headers });
    expect((await post('a'.repeat(room))).status).toBe(202);
    expectRefusal(await post('a'.repeat(room + 1)), 'name-invalid');
  });

  it('that are too long for the host are refused on a manifest push too [NAME-02]', async () => {
    const name = 'b'.repeat(255 - shared.registry.host.length);
    expectRefusal(
      await putManifest(shared.client, `/v2/${name}/manifests/v1`, anIndex(), { Host: shared.registry.host }),
      'name-invalid',
    );
  });

  it.each([
    'a/blobs/b',
    'a/manifests/x',
    'a/tags',
    'tags/list',
    'a/blobs/uploads',
    'uploads',
    'referrers/manifests',
    'blobs',
  ])('may hold the words of the protocol: %s [NAME-03]', async (name) => {
    const digest = await pushImage(shared.client, name, 'list');
    expect((await shared.client.get(`/v2/${name}/manifests/${digest}`)).status).toBe(200);
    expect((await shared.client.get(`/v2/${name}/manifests/list`)).status).toBe(200);
    expect((await shared.client.get(`/v2/${name}/tags/list`)).json).toEqual({ name, tags: ['list'] });
    expect((await shared.client.get(await beginUpload(shared.client, name))).status).toBe(204);
  });

  it('cannot be _catalog, which stays the catalogue [NAME-03]', async () => {
    expect((await shared.client.get('/v2/_catalog')).json).toHaveProperty('repositories');
    expectRefusal(await shared.client.get('/v2/_catalog/tags/list'), 'name-invalid');
  });
});

describe('tags', () => {
  it.each(['v1', '_', 'A.b-c_D', '9', `T${'t'.repeat(127)}`, 'latest'])('may be %s [TAG-01]', async (tag) => {
    const digest = await pushImage(shared.client, 'tags/good', tag);
    expect((await shared.client.head(`/v2/tags/good/manifests/${tag}`)).header('docker-content-digest')).toBe(
      digest,
    );
  });

  it('that differ in case are two tags [TAG-01]', async () => {
    const lower = await pushImage(shared.client, 'tags/case', 'stable');
    const upper = await pushImage(shared.client, 'tags/case', 'Stable');
    expect((await shared.client.head('/v2/tags/case/manifests/stable')).header('docker-content-digest')).toBe(
      lower,
    );
    expect((await shared.client.head('/v2/tags/case/manifests/Stable')).header('docker-content-digest')).toBe(
      upper,
    );
  });

  it.each(['.a', '-a', `t${'t'.repeat(128)}`, 'a+b', 'a%20b', 'a%00', '%C3%A9'])(
    'may not be %s: 400 on a push, 404 on a read [TAG-01, TAG-03]',
    async (tag) => {
      await pushBlob(shared.client, 'tags/bad', '{}');
      expectRefusal(
        await putManifest(shared.client, `/v2/tags/bad/manifests/${tag}`, aManifest()),
        'tag-invalid',
      );
      expectRefusal(await shared.client.get(`/v2/tags/bad/manifests/${tag}`), 'manifest-unknown');
      expect((await shared.client.head(`/v2/tags/bad/manifests/${tag}`)).status).toBe(404);
    },
  );

  it('with a colon are no tags but digests, also malformed ones [TAG-02]', async () => {
    await pushBlob(shared.client, 'tags/colon', '{}');
    expectRefusal(
      await putManifest(shared.client, '/v2/tags/colon/manifests/v:1', aManifest()),
      'digest-invalid',
    );
    expectRefusal(
      await putManifest(shared.client, '/v2/tags/colon/manifests/sha256:v1', aManifest()),
      'digest-invalid',
    );
    expect((await shared.client.get('/v2/tags/colon/tags/list')).json).toEqual({
      name: 'tags/colon',
      tags: [],
    });
  });

  it('that look like hexadecimal digits are tags and never digests [TAG-02]', async () => {
    const digest = await pushManifest(shared.client, 'tags/hex', await anEmptyImage(), 'a'.repeat(64));
    const found = await shared.client.get(`/v2/tags/hex/manifests/${'a'.repeat(64)}`);
    expect([found.header('docker-content-digest'), found.header('content-type')]).toEqual([
      digest,
      OCI_MANIFEST,
    ]);
    expectRefusal(
      await shared.client.get(`/v2/tags/hex/manifests/${digest.slice('sha256:'.length)}`),
      'manifest-unknown',
    );
  });

  async function anEmptyImage() {
    await pushBlob(shared.client, 'tags/hex', '{}');
    return aManifest();
  }
});
