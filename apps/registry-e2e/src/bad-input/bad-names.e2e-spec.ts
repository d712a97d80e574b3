import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { pushBlob, putManifest } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { expectSoundAfterEach } from '../harness/soundness.js';

const shared = shareRegistry();
expectSoundAfterEach(shared);

const NAMES = {
  dots: '..',
  'dots inside': 'a/../b',
  'encoded dots': '%2e%2e/b',
  'a double slash': 'a//b',
  'a slash in front': '/a',
  'a slash behind': 'a/',
  'an encoded slash': 'a%2Fb',
  'a doubly encoded slash': 'a%252Fb',
  'a backslash': 'a%5Cb',
  'upper case': 'Acme/Pump',
  NUL: 'a%00b',
  'a line break': 'a%0D%0Ab',
  'UTF-8': 'gr%C3%BC%C3%9Fe',
  'broken UTF-8': 'a%C3',
  'a broken escape': 'a%zz',
  'a space': 'a%20b',
  'a wildcard': '*',
  'a quote': "a'b",
  '256 characters': 'a'.repeat(256),
  '10,000 characters': 'a/'.repeat(5000) + 'a',
};

describe.each(Object.entries(NAMES))('a repository name of %s', (_what, name) => {
  it.each([
    ['GET', 'tags/list'],
    ['GET', 'manifests/v1'],
    ['PUT', 'manifests/v1'],
    ['DELETE', 'manifests/v1'],
    ['GET', `blobs/${digestOf('x')}`],
    ['POST', 'blobs/uploads/'],
    ['PATCH', 'blobs/uploads/0-0'],
    ['GET', `referrers/${digestOf('x')}`],
  ])('is refused as a name on %s …/%s', async (method, rest) => {
    expectRefusal(await shared.client.send(method, `/v2/${name}/${rest}`), 'name-invalid');
  });
});

describe('a name that passes no parser', () => {
  it.each(['\0', '\u0001', '\x7f', 'é'])(
    'such as one with the raw byte of %j is refused as a request',
    async (byte) => {
      const text = Buffer.from(`GET /v2/a${byte}b/tags/list HTTP/1.1\r\nHost: localhost\r\n\r\n`, 'latin1');
      const answer = await RawConnection.exchange(shared.registry.url, text);
      expect(answer.status).toBe(400);
      expect(answer.codes).toHaveLength(1);
    },
  );
});

describe('a tag beyond the grammar', () => {
  const TAGS = [
    '..',
    '.',
    '-',
    '%2e%2e',
    'a%2Fb',
    'a%00',
    'v%C3%BC',
    'a%20',
    't'.repeat(129),
    't'.repeat(10_000),
    '%',
    '%zz',
    "a'--",
    '*',
  ];

  it.each(TAGS)('is refused on a push and is not there on a read: %s', async (tag) => {
    await pushBlob(shared.client, 'bad/tags', '{}');
    expectRefusal(
      await putManifest(shared.client, `/v2/bad/tags/manifests/${tag}`, aManifest()),
      'tag-invalid',
    );
    expectRefusal(await shared.client.get(`/v2/bad/tags/manifests/${tag}`), 'manifest-unknown');
    expectRefusal(await shared.client.delete(`/v2/bad/tags/manifests/${tag}`), 'manifest-unknown');
  });

  it('is refused in ?tag= too', async () => {
    const digest = digestOf(aManifest().build());
    for (const tag of TAGS.slice(0, 8)) {
      expectRefusal(
        await putManifest(shared.client, `/v2/bad/tags/manifests/${digest}?tag=${tag}`, aManifest()),
        'tag-invalid',
      );
    }
  });
});

describe('a digest beyond the grammar', () => {
  it.each([
    ':',
    'sha256:',
    'sha256:%00',
    `sha256:${'0'.repeat(63)}`,
    `sha256:${'0'.repeat(10_000)}`,
    'md5:0',
    `sha384:${'0'.repeat(96)}`,
    '..%2f..%2fetc',
    '%',
    `sha256:${'%30'.repeat(63)}`,
  ])('is refused wherever a blob is meant: %s', async (digest) => {
    expectRefusal(await shared.client.get(`/v2/bad/digests/blobs/${digest}`), 'digest-invalid');
    expectRefusal(await shared.client.delete(`/v2/bad/digests/blobs/${digest}`), 'digest-invalid');
    expectRefusal(await shared.client.get(`/v2/bad/digests/referrers/${digest}`), 'digest-invalid');
    expectRefusal(
      await shared.client.post(`/v2/bad/digests/blobs/uploads/?digest=${digest}`, { body: 'x' }),
      'digest-invalid',
    );
  });
});

describe('an address', () => {
  const INTERNAL = [
    'manifest',
    'blob',
    'uploads',
    'upload',
    'tags',
    'referrers',
    'catalog',
    'ping',
    'invalid',
  ];

  it.each([
    ...INTERNAL.map((kind) => `/v2/${kind}`),
    '/%762/blob',
    '/%76%32/manifest',
    '/v%32/upload',
    '/v2/%2e%2e/v2/',
    '/v2/a',
    '/v2/a/b/c',
  ])('that only the inside knows, or nobody, is 404 in the OCI form: %s', async (path) => {
    expectRefusal(await shared.client.get(path), 'route-unknown');
  });

  it.each([
    'n=-1',
    'n=abc',
    'n=',
    'n=%00',
    'n=1&n=x',
    'last=%00',
    'last=%FF',
    `last=${'x'.repeat(5000)}`,
    '&&&=',
    'n=1%',
  ])('with the query %s answers a page or 400 UNSUPPORTED on every list', async (query) => {
    await pushBlob(shared.client, 'bad/lists', '{}');
    for (const path of [
      '/v2/bad/lists/tags/list',
      '/v2/_catalog',
      `/v2/bad/lists/referrers/${digestOf('x')}`,
    ]) {
      const answer = await shared.client.get(`${path}?${query}`);
      if (answer.status !== 200) expectRefusal(answer, 'page-size-invalid');
      expect(answer.status === 200).toBe(!/n=(-1|abc|$|%00|1%)/.test(query));
    }
  });
});
