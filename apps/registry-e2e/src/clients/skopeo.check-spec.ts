import { digestOf } from '@margo-registry/oci/testing';
import { describeClient } from './describe-client.js';
import { readLayoutBlob, writeLayout } from './oci-layout.js';

describeClient('skopeo', (meeting) => {
  const skopeo = (...parameters: string[]): Promise<string> =>
    meeting.client.run('--insecure-policy', ...parameters);
  const copy = (from: string, to: string, ...options: string[]): Promise<string> =>
    skopeo(
      'copy',
      '--preserve-digests',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      ...options,
      from,
      to,
    );
  const reference = (name: string): string => `docker://${meeting.registry.host}/${name}`;

  it('keep every digest from a layout on disk into the registry and back', async () => {
    const image = await writeLayout(meeting.client, 'bytes');
    await copy('oci:bytes:v1', reference('skopeo/bytes:v1'));
    await copy(reference('skopeo/bytes:v1'), 'oci:bytes-pulled:v1');
    for (const [digest, content] of image.layers) {
      expect((await readLayoutBlob(meeting.client, 'bytes-pulled', digest)).equals(content)).toBe(true);
    }
    expect((await readLayoutBlob(meeting.client, 'bytes-pulled', image.digest)).equals(image.manifest)).toBe(
      true,
    );
  });

  it('inspect an image without pulling its layers', async () => {
    const image = await writeLayout(meeting.client, 'inspect');
    await copy('oci:inspect:v1', reference('skopeo/inspect:v1'));
    await meeting.log.takeRequests();
    const shown = JSON.parse(
      await skopeo('inspect', '--tls-verify=false', reference('skopeo/inspect:v1')),
    ) as object;
    expect(shown).toMatchObject({ Digest: image.digest, RepoTags: ['v1'], Layers: [...image.layers.keys()] });
    const pulled = (await meeting.log.takeByMethod('GET')).filter((line) => line.includes('/blobs/'));
    expect(pulled).toEqual([`200 /v2/skopeo/inspect/blobs/${image.config}`]);
  });

  it('list tags in byte order', async () => {
    await writeLayout(meeting.client, 'list');
    for (const tag of ['b', 'a', 'B']) await copy('oci:list:v1', reference(`skopeo/list:${tag}`));
    const listed = JSON.parse(await skopeo('list-tags', '--tls-verify=false', reference('skopeo/list'))) as {
      Tags: string[];
    };
    expect(listed.Tags).toEqual(['B', 'a', 'b']);
  });

  it('copy to another repository, and know from the digest that nothing changed', async () => {
    const image = await writeLayout(meeting.client, 'copy');
    await copy('oci:copy:v1', reference('skopeo/from:v1'));
    await copy(reference('skopeo/from:v1'), reference('skopeo/to:v1'));
    const raw = await meeting.client.runFed(
      '',
      'inspect',
      '--raw',
      '--tls-verify=false',
      reference('skopeo/to:v1'),
    );
    expect(digestOf(raw)).toBe(image.digest);
  });

  it('mirror a repository with all its tags to a folder', async () => {
    await writeLayout(meeting.client, 'mirror');
    for (const tag of ['v1', 'v2']) await copy('oci:mirror:v1', reference(`skopeo/mirror:${tag}`));
    const mirror = ['--src', 'docker', '--src-tls-verify=false', '--dest', 'dir', '--preserve-digests'];
    await skopeo('sync', ...mirror, `${meeting.registry.host}/skopeo/mirror`, 'mirrored');
    const manifests = await Promise.all(
      ['v1', 'v2'].map((tag) => meeting.client.read(`mirrored/mirror:${tag}/manifest.json`)),
    );
    expect(manifests[0]!.equals(manifests[1]!)).toBe(true);
  });

  it('delete an image, and learn that it is unknown afterwards', async () => {
    await writeLayout(meeting.client, 'delete');
    await copy('oci:delete:v1', reference('skopeo/delete:v1'));
    await skopeo('delete', '--tls-verify=false', reference('skopeo/delete:v1'));
    const { code, stderr } = await meeting.client.attempt(
      '',
      'inspect',
      '--tls-verify=false',
      reference('skopeo/delete:v1'),
    );
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/manifest unknown/i);
  });
});
