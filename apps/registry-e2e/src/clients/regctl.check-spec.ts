import { digestOf } from '@margo-registry/oci/testing';
import { CuttingProxy } from './cutting-proxy.js';
import { describeClient } from './describe-client.js';
import { readLayoutBlob, writeLayout } from './oci-layout.js';
import { someBytes } from './some-bytes.js';

const LARGE = someBytes('regctl', 1_000_000);

describeClient('regctl', (meeting) => {
  const regctl = (...parameters: string[]): Promise<string> => meeting.client.run(...parameters);
  const feed = (input: string | Uint8Array, ...parameters: string[]): Promise<Buffer> =>
    meeting.client.runFed(input, ...parameters);
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;

  beforeAll(() => regctl('registry', 'set', meeting.registry.host, '--tls', 'disabled'));

  it('give back byte for byte the image that was pushed', async () => {
    const image = await writeLayout(meeting.client, 'bytes');
    await regctl('image', 'copy', 'ocidir://bytes:v1', `${repository('regctl/bytes')}:v1`);
    expect(await regctl('image', 'digest', `${repository('regctl/bytes')}:v1`)).toBe(image.digest);
    await regctl('image', 'copy', `${repository('regctl/bytes')}:v1`, 'ocidir://bytes-pulled:v1');
    for (const [digest, content] of image.layers) {
      expect((await readLayoutBlob(meeting.client, 'bytes-pulled', digest)).equals(content)).toBe(true);
    }
    expect((await readLayoutBlob(meeting.client, 'bytes-pulled', image.digest)).equals(image.manifest)).toBe(
      true,
    );
  });

  it('list tags and repositories, also with a limit above what a page holds', async () => {
    await writeLayout(meeting.client, 'list');
    for (const tag of ['v2', 'v1'])
      await regctl('image', 'copy', 'ocidir://list:v1', `${repository('regctl/list')}:${tag}`);
    expect(await regctl('tag', 'ls', repository('regctl/list'))).toBe('v1\nv2');
    expect((await regctl('repo', 'ls', meeting.registry.host)).split('\n')).toContain('regctl/list');
    expect((await regctl('repo', 'ls', '--limit', '10000', meeting.registry.host)).split('\n')).toContain(
      'regctl/list',
    );
  });

  it('page through the repositories', async () => {
    await writeLayout(meeting.client, 'page');
    for (const name of ['page/a', 'page/b', 'page/c'])
      await regctl('image', 'copy', 'ocidir://page:v1', `${repository(name)}:v1`);
    expect(await regctl('repo', 'ls', '--last', 'page/a', '--limit', '1', meeting.registry.host)).toBe(
      'page/b',
    );
  });

  it('mount the blobs of an image without naming their repository', async () => {
    await writeLayout(meeting.client, 'mount');
    await regctl('image', 'copy', 'ocidir://mount:v1', `${repository('regctl/first')}:v1`);
    await meeting.log.takeRequests();
    await regctl('image', 'copy', 'ocidir://mount:v1', `${repository('regctl/second')}:v1`);
    const posts = await meeting.log.takeByMethod('POST');
    expect(posts).toEqual(Array(3).fill('201 /v2/regctl/second/blobs/uploads/'));
  });

  it('copy within the registry and keep the digest', async () => {
    const image = await writeLayout(meeting.client, 'copy');
    await regctl('image', 'copy', 'ocidir://copy:v1', `${repository('regctl/from')}:v1`);
    await regctl('image', 'copy', `${repository('regctl/from')}:v1`, `${repository('regctl/to')}:v1`);
    expect(await regctl('image', 'digest', `${repository('regctl/to')}:v1`)).toBe(image.digest);
  });

  it('stream a blob whose size is unknown', async () => {
    expect((await feed(LARGE, 'blob', 'put', repository('regctl/stream'))).toString().trim()).toBe(
      digestOf(LARGE),
    );
    expect((await feed('', 'blob', 'get', repository('regctl/stream'), digestOf(LARGE))).equals(LARGE)).toBe(
      true,
    );
  });

  it('push a blob in chunks', async () => {
    const image = await writeLayout(meeting.client, 'chunks', { sizes: [250_000] });
    const chunked = ['--tls', 'disabled', '--blob-max', '1', '--blob-chunk', '100000'];
    await regctl('registry', 'set', meeting.registry.host, ...chunked);
    await meeting.log.takeRequests();
    await regctl('image', 'copy', 'ocidir://chunks:v1', `${repository('regctl/chunks')}:v1`);
    await regctl(
      'registry',
      'set',
      meeting.registry.host,
      '--tls',
      'disabled',
      '--blob-max',
      '-1',
      '--blob-chunk',
      '0',
    );
    const patches = await meeting.log.takeByMethod('PATCH');
    expect(
      patches.filter((line) => line === '202 /v2/regctl/chunks/blobs/uploads/…').length,
    ).toBeGreaterThanOrEqual(4);
    const [[digest = '', content] = []] = image.layers;
    expect((await feed('', 'blob', 'get', repository('regctl/chunks'), digest)).equals(content!)).toBe(true);
  });

  it('push and read blobs and manifests under sha512', async () => {
    const [config, layer] = [Buffer.from('{}'), someBytes('sha512', 40_000)];
    for (const content of [config, layer]) {
      await feed(
        content,
        'blob',
        'put',
        '--digest',
        digestOf(content, 'sha512'),
        repository('regctl/sha512'),
      );
    }
    const describe = (content: Buffer, mediaType: string): object => ({
      mediaType,
      digest: digestOf(content, 'sha512'),
      size: content.length,
    });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: describe(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [describe(layer, 'application/octet-stream')],
    });
    const digest = digestOf(manifest, 'sha512');
    const type = ['--content-type', 'application/vnd.oci.image.manifest.v1+json'];
    await feed(manifest, 'manifest', 'put', ...type, `${repository('regctl/sha512')}@${digest}`);
    expect(
      digestOf(
        await feed('', 'manifest', 'get', '--format', 'raw-body', `${repository('regctl/sha512')}@${digest}`),
        'sha512',
      ),
    ).toBe(digest);
    expect(
      (await feed('', 'blob', 'get', repository('regctl/sha512'), digestOf(layer, 'sha512'))).equals(layer),
    ).toBe(true);
  });

  it('attach an artifact and list it by the referrers API, without a fallback tag', async () => {
    await writeLayout(meeting.client, 'subject');
    const subject = `${repository('regctl/subject')}:v1`;
    await regctl('image', 'copy', 'ocidir://subject:v1', subject);
    await feed(
      '{"sbom":1}',
      'artifact',
      'put',
      '--artifact-type',
      'application/vnd.sbom',
      '--subject',
      subject,
    );
    const list = await regctl(
      'artifact',
      'list',
      '--filter-artifact-type',
      'application/vnd.sbom',
      '--format',
      '{{len .Descriptors}}',
      subject,
    );
    expect(list).toBe('1');
    expect(await regctl('tag', 'ls', repository('regctl/subject'))).toBe('v1');
    await regctl('image', 'copy', '--referrers', subject, `${repository('regctl/subject-copy')}:v1`);
    expect(
      await regctl(
        'artifact',
        'list',
        '--format',
        '{{len .Descriptors}}',
        `${repository('regctl/subject-copy')}:v1`,
      ),
    ).toBe('1');
  });

  it('delete a tag, a manifest and a blob', async () => {
    const image = await writeLayout(meeting.client, 'delete');
    for (const tag of ['v1', 'v2'])
      await regctl('image', 'copy', 'ocidir://delete:v1', `${repository('regctl/delete')}:${tag}`);
    await regctl('tag', 'delete', `${repository('regctl/delete')}:v1`);
    expect(await regctl('tag', 'ls', repository('regctl/delete'))).toBe('v2');
    await regctl('manifest', 'delete', `${repository('regctl/delete')}@${image.digest}`);
    expect(await regctl('tag', 'ls', repository('regctl/delete'))).toBe('');
    const [digest = ''] = image.layers.keys();
    await regctl('blob', 'delete', repository('regctl/delete'), digest);
    expect(
      (await meeting.client.attempt('', 'blob', 'head', repository('regctl/delete'), digest)).code,
    ).not.toBe(0);
  });

  it('resume a download whose connection was cut, with a range', async () => {
    await feed(LARGE, 'blob', 'put', repository('regctl/resume'));
    const proxy = await CuttingProxy.start(meeting.registry.host, 400_000);
    await regctl('registry', 'set', proxy.host, '--tls', 'disabled');
    await meeting.log.takeRequests();
    const fetched = await feed('', 'blob', 'get', `${proxy.host}/regctl/resume`, digestOf(LARGE)).finally(
      () => proxy.stop(),
    );
    expect(fetched.equals(LARGE)).toBe(true);
    expect(proxy.cuts).toBe(1);
    expect(await meeting.log.takeByMethod('GET')).toContain(`206 /v2/regctl/resume/blobs/${digestOf(LARGE)}`);
  });
});
