import { digestOf } from '@margo-registry/oci/testing';
import { describeClient } from './describe-client.js';
import { aTar, readLayoutBlob, writeLayout } from './oci-layout.js';
import { someBytes } from './some-bytes.js';

describeClient('crane', (meeting) => {
  const crane = (...parameters: string[]): Promise<string> => meeting.client.run(...parameters);
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;

  it('give back byte for byte the image that was pushed', async () => {
    const image = await writeLayout(meeting.client, 'bytes');
    await crane('push', 'bytes', `${repository('crane/bytes')}:v1`);
    expect(await crane('digest', `${repository('crane/bytes')}:v1`)).toBe(image.digest);
    await crane('pull', '--format=oci', `${repository('crane/bytes')}:v1`, 'bytes-pulled');
    for (const [digest, content] of image.layers) {
      expect((await readLayoutBlob(meeting.client, 'bytes-pulled', digest)).equals(content)).toBe(true);
    }
    expect((await readLayoutBlob(meeting.client, 'bytes-pulled', image.digest)).equals(image.manifest)).toBe(
      true,
    );
  });

  it('agree that an image is whole', async () => {
    await writeLayout(meeting.client, 'whole');
    await crane('push', 'whole', `${repository('crane/whole')}:v1`);
    expect(await crane('validate', '--remote', `${repository('crane/whole')}:v1`)).toContain('PASS');
  });

  it('show a manifest as it was pushed, and each blob', async () => {
    const image = await writeLayout(meeting.client, 'show');
    await crane('push', 'show', `${repository('crane/show')}:v1`);
    const manifest = await meeting.client.runFed('', 'manifest', `${repository('crane/show')}:v1`);
    expect(digestOf(manifest)).toBe(image.digest);
    const [[digest = '', content] = []] = image.layers;
    expect(
      (await meeting.client.runFed('', 'blob', `${repository('crane/show')}@${digest}`)).equals(content!),
    ).toBe(true);
  });

  it('list tags and repositories', async () => {
    await writeLayout(meeting.client, 'list');
    await crane('push', 'list', `${repository('crane/list')}:v1`);
    await crane('tag', `${repository('crane/list')}:v1`, 'stable');
    expect(await crane('ls', repository('crane/list'))).toBe('stable\nv1');
    expect((await crane('catalog', meeting.registry.host)).split('\n')).toContain('crane/list');
  });

  it('copy to another repository by mounting, so no byte travels', async () => {
    const image = await writeLayout(meeting.client, 'copy');
    await crane('push', 'copy', `${repository('crane/from')}:v1`);
    await meeting.log.takeRequests();
    await crane('copy', `${repository('crane/from')}:v1`, `${repository('crane/to')}:v1`);
    const posts = await meeting.log.takeByMethod('POST');
    expect(posts).toEqual(Array(3).fill('201 /v2/crane/to/blobs/uploads/'));
    expect(await crane('digest', `${repository('crane/to')}:v1`)).toBe(image.digest);
  });

  it('copy every tag of a repository', async () => {
    await writeLayout(meeting.client, 'all');
    await crane('push', 'all', `${repository('crane/all')}:v1`);
    await crane('tag', `${repository('crane/all')}:v1`, 'v2');
    await crane('copy', '--all-tags', repository('crane/all'), repository('crane/all-copy'));
    expect(await crane('ls', repository('crane/all-copy'))).toBe('v1\nv2');
  });

  it('append a layer to an image, and export its files', async () => {
    const content = someBytes('appended', 50_000);
    await meeting.client.write('layer.tar', aTar(content));
    await crane('append', '--oci-empty-base', '-f', 'layer.tar', '-t', `${repository('crane/append')}:v1`);
    await crane('export', `${repository('crane/append')}:v1`, 'exported.tar');
    expect((await meeting.client.read('exported.tar')).includes(content)).toBe(true);
  });

  it("push an image of Docker's media types", async () => {
    await meeting.client.write('docker.tar', aTar(someBytes('docker', 5_000)));
    await crane('append', '-f', 'docker.tar', '-t', `${repository('crane/docker')}:v1`);
    const manifest = JSON.parse(await crane('manifest', `${repository('crane/docker')}:v1`)) as {
      mediaType: string;
    };
    expect(manifest.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
  });

  it('push an index over two images', async () => {
    for (const name of ['left', 'right']) {
      await writeLayout(meeting.client, name);
      await crane('push', name, `${repository('crane/index')}:${name}`);
    }
    const images = ['left', 'right'].flatMap((name) => ['-m', `${repository('crane/index')}:${name}`]);
    await crane('index', 'append', ...images, '-t', `${repository('crane/index')}:both`);
    const index = JSON.parse(await crane('manifest', `${repository('crane/index')}:both`)) as {
      manifests: { digest: string }[];
    };
    const digests = await Promise.all(
      ['left', 'right'].map((name) => crane('digest', `${repository('crane/index')}:${name}`)),
    );
    expect(index.manifests.map(({ digest }) => digest)).toEqual(digests);
  });

  it('delete a tag and leave the other tag of the same image', async () => {
    await writeLayout(meeting.client, 'tags');
    await crane('push', 'tags', `${repository('crane/tags')}:v1`);
    await crane('tag', `${repository('crane/tags')}:v1`, 'v2');
    await crane('delete', `${repository('crane/tags')}:v1`);
    expect(await crane('ls', repository('crane/tags'))).toBe('v2');
  });

  it('delete an image by its digest', async () => {
    const image = await writeLayout(meeting.client, 'gone');
    await crane('push', 'gone', `${repository('crane/gone')}:v1`);
    await crane('delete', `${repository('crane/gone')}@${image.digest}`);
    const { code, stderr } = await meeting.client.attempt(
      '',
      'manifest',
      `${repository('crane/gone')}@${image.digest}`,
    );
    expect(code).toBe(1);
    expect(stderr).toContain('MANIFEST_UNKNOWN');
  });
});
