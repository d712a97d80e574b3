import { OCI_INDEX, OCI_MANIFEST } from '@margo-registry/oci';
import { aDescriptor, aManifest, anIndex, digestOf } from '@margo-registry/oci/testing';
import { anImageIn, demand, pushImage, pushManifest, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const REPOSITORY = 'manifests';
const PATH = `/v2/${REPOSITORY}/manifests`;

describe('a manifest', () => {
  const shared = shareRegistry();

  it('29 manifest-exact: odd whitespace and unknown fields come back byte for byte, with exact type, length and ETag [END3-01, END3-02, END3-03, END3-08, END7-01, HDR-02]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'exact');
    const text = `\n {"unknown" : [1.0, "\\u00e9", null],\t${Buffer.from(image.build()).toString().slice(1)} \n\n`;
    const body = Buffer.from(text);
    const pushed = await putManifest(shared.client, `${PATH}/exact`, body);
    expect([pushed.status, pushed.header('docker-content-digest')]).toEqual([201, digestOf(body)]);
    expect(pushed.header('content-length')).toBe('0');
    for (const path of [pushed.getHeader('location'), `${PATH}/exact`, `${PATH}/${digestOf(body)}`]) {
      const answer = await shared.client.get(path);
      expect(answer.body.equals(body)).toBe(true);
      expect(answer.headers).toMatchObject({
        'content-type': OCI_MANIFEST,
        'content-length': `${body.length}`,
        'docker-content-digest': digestOf(body),
        etag: `"${digestOf(body)}"`,
      });
    }
  });

  it('37 head-parity: HEAD has the headers of GET and no body, by tag and by digest [END3-03, HDR-04]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'parity');
    for (const reference of ['parity', digest]) {
      const get = await shared.client.get(`${PATH}/${reference}`);
      const head = await shared.client.head(`${PATH}/${reference}`);
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of [
        'content-type',
        'content-length',
        'docker-content-digest',
        'etag',
        'cache-control',
      ]) {
        expect([name, head.header(name)]).toEqual([name, get.getHeader(name)]);
      }
    }
  });

  it('that is unknown answers 404, MANIFEST_UNKNOWN in a repository and NAME_UNKNOWN without one [END3-04]', async () => {
    await pushImage(shared.client, REPOSITORY, 'known');
    expectRefusal(await shared.client.get(`${PATH}/unknown`), 'manifest-unknown');
    expectRefusal(await shared.client.get(`${PATH}/${digestOf('unknown')}`), 'manifest-unknown');
    expectRefusal(await shared.client.get('/v2/manifests/absent/manifests/v1'), 'name-unknown');
    expectRefusal(
      await shared.client.get(`/v2/manifests/absent/manifests/${digestOf('unknown')}`),
      'name-unknown',
    );
  });

  it.each([
    OCI_INDEX,
    `${OCI_INDEX}, ${OCI_MANIFEST};q=0.1`,
    'text/html',
    '*/*',
    'application/*;q=0',
    'nonsense',
  ])('is answered as it is stored, whatever Accept asks for: %s [END3-05, END3-06]', async (accept) => {
    await pushImage(shared.client, REPOSITORY, 'accepted');
    const answer = await shared.client.get(`${PATH}/accepted`, { Accept: accept });
    expect([answer.status, answer.header('content-type')]).toEqual([200, OCI_MANIFEST]);
  });

  it('by digest may be kept for ever, by tag is to be asked for again [END3-07]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'cached');
    expect((await shared.client.get(`${PATH}/${digest}`)).header('cache-control')).toBe(
      'private, max-age=31536000, immutable',
    );
    expect((await shared.client.get(`${PATH}/cached`)).header('cache-control')).toBe('no-cache');
  });

  it('is no blob: blobs/<its digest> answers 404 [END3-10]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'no-blob');
    expectRefusal(await shared.client.get(`/v2/${REPOSITORY}/blobs/${digest}`), 'blob-unknown');
  });

  it('30 manifest-4mib: 4 MiB answer 201, one byte more 413 [END7-03]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'padded');
    const limit = 4 * 1024 * 1024;
    const padded = (size: number) =>
      Buffer.concat([image.build(), Buffer.alloc(size - image.build().length, ' ')]);
    expect((await putManifest(shared.client, `${PATH}/padded`, padded(limit))).status).toBe(201);
    expectRefusal(
      await putManifest(shared.client, `${PATH}/too-large`, padded(limit + 1)),
      'manifest-too-large',
    );
    expectRefusal(await shared.client.get(`${PATH}/too-large`), 'manifest-unknown');
    expect((await shared.client.get(`${PATH}/padded`)).body).toHaveLength(limit);
  });

  it('31 manifest-bad-digest: under another digest answers 400, and neither digest nor tag exists [END7-02]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'mislabelled');
    const other = digestOf('something else');
    expectRefusal(
      await putManifest(shared.client, `${PATH}/${other}?tag=mislabelled`, image),
      'digest-mismatch',
    );
    for (const reference of [other, digestOf(image.build()), 'mislabelled']) {
      expectRefusal(await shared.client.get(`${PATH}/${reference}`), 'manifest-unknown');
    }
  });

  it('25 sha512-manifest-tags: by sha512 with two tags answers 201 and OCI-Tag, and the tags have that digest [END7-13, DIG-07]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'long');
    const digest = digestOf(image.build(), 'sha512');
    const answer = await putManifest(shared.client, `${PATH}/${digest}?tag=long-a&tag=long-b`, image);
    expect([answer.status, answer.header('docker-content-digest')]).toEqual([201, digest]);
    expect(answer.getHeader('oci-tag').split(/, */).sort()).toEqual(['long-a', 'long-b']);
    for (const tag of ['long-a', 'long-b']) {
      expect((await shared.client.head(`${PATH}/${tag}`)).header('docker-content-digest')).toBe(digest);
    }
  });

  it('takes eleven tags at once, refuses hundreds with 414, and none of them if one is invalid [END7-13]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'many');
    const path = (tags: readonly string[]) =>
      `${PATH}/${digestOf(image.build())}?${tags.map((tag) => `tag=${tag}`).join('&')}`;
    const eleven = Array.from({ length: 11 }, (_, index) => `many-${index}`);
    expect(
      (await putManifest(shared.client, path(eleven), image)).getHeader('oci-tag').split(/, */),
    ).toHaveLength(11);
    const hundreds = Array.from({ length: 300 }, (_, index) => `more-${index}`);
    expectRefusal(await putManifest(shared.client, path(hundreds), image), 'too-many-tags');
    expectRefusal(await putManifest(shared.client, path(['good', '.bad']), image), 'tag-invalid');
    expect((await shared.client.head(`${PATH}/good`)).status).toBe(404);
    expect((await shared.client.head(`${PATH}/more-0`)).status).toBe(404);
  });

  it('35 foreign-layers: layers that may be elsewhere can be absent, an ordinary one answers MANIFEST_BLOB_UNKNOWN with its digest [END7-09, END7-10]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'foreign');
    image
      .withLayer(aDescriptor('not here', 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'))
      .withLayer(aDescriptor('nor here', 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'))
      .withLayer({ ...aDescriptor('elsewhere'), urls: ['https://example.com/layer'] });
    expect((await putManifest(shared.client, `${PATH}/foreign`, image)).status).toBe(201);
    const absent = [aDescriptor('missing one'), aDescriptor('missing two')];
    const answer = await putManifest(
      shared.client,
      `${PATH}/lacking`,
      image.withLayer(absent[0]!).withLayer(absent[1]!),
    );
    expectRefusal(answer, 'manifest-blob-unknown');
    for (const { digest } of absent) expect(JSON.stringify(answer.errors[0]!.detail)).toContain(digest);
    expectRefusal(await shared.client.get(`${PATH}/lacking`), 'manifest-unknown');
  });

  it('whose children are not here answers MANIFEST_BLOB_UNKNOWN with their digests [END7-09]', async () => {
    const child = aManifest().describe();
    const answer = await putManifest(shared.client, `${PATH}/orphaned`, anIndex().withManifest(child));
    expectRefusal(answer, 'manifest-blob-unknown');
    expect(JSON.stringify(answer.errors[0]!.detail)).toContain(child.digest);
  });

  it('that states another size than the blob has answers 400 [END7-16]', async () => {
    const image = await anImageIn(shared.client, REPOSITORY, 'sized');
    image.withLayer({ ...aDescriptor('layer of sized'), size: 1 });
    expectRefusal(await putManifest(shared.client, `${PATH}/sized`, image), 'manifest-invalid');
  });

  it('moves a tag in one step: readers see the old or the new one, and the same push again is 201 [END7-14]', async () => {
    const images = [
      await anImageIn(shared.client, REPOSITORY, 'old'),
      await anImageIn(shared.client, REPOSITORY, 'new'),
    ];
    const digests = images.map((image) => digestOf(image.build()));
    await pushManifest(shared.client, REPOSITORY, images[0]!, 'moving');
    const seen: (string | undefined)[] = [];
    const reading = (async () => {
      for (let look = 0; look < 200; look += 1)
        seen.push((await shared.client.head(`${PATH}/moving`)).header('docker-content-digest'));
    })();
    for (let push = 0; push < 20; push += 1)
      demand(await putManifest(shared.client, `${PATH}/moving`, images[(push + 1) % 2]!), 201);
    await reading;
    expect(seen.filter((digest) => digest === undefined || !digests.includes(digest as never))).toEqual([]);
    demand(await putManifest(shared.client, `${PATH}/moving`, images[0]!), 201);
  });
});
