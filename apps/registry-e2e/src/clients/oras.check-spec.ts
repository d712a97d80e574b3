import { digestOf } from '@margo-registry/oci/testing';
import { describeClient } from './describe-client.js';
import { someBytes } from './some-bytes.js';

interface Descriptor {
  readonly digest: string;
  readonly artifactType?: string;
}

const SMALL = Buffer.from('a first line\n');
const LARGE = someBytes('oras', 3_000_000);
const EMPTY = Buffer.alloc(0);

describeClient('oras', (meeting) => {
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;
  const oras = (...parameters: string[]): Promise<string> => meeting.client.run(...parameters);

  beforeAll(async () => {
    await meeting.client.write('small.txt', SMALL);
    await meeting.client.write('large.bin', LARGE);
    await meeting.client.write('empty', EMPTY);
    await meeting.client.write('sbom.json', '{"sbom":1}');
  });

  async function push(reference: string, ...files: string[]): Promise<string> {
    const printed = await oras(
      'push',
      '--plain-http',
      '--no-tty',
      '--artifact-type',
      'application/vnd.example',
      reference,
      ...files,
    );
    return /Digest: (\S+)/.exec(printed)?.[1] ?? printed;
  }

  async function attach(reference: string, artifactType: string): Promise<string> {
    const printed = await oras(
      'attach',
      '--plain-http',
      '--no-tty',
      '--artifact-type',
      artifactType,
      reference,
      'sbom.json',
    );
    return /Digest: (\S+)/.exec(printed)?.[1] ?? printed;
  }

  async function discover(reference: string, ...options: string[]): Promise<Descriptor[]> {
    const printed = await oras('discover', '--plain-http', '--format', 'json', ...options, reference);
    return (JSON.parse(printed) as { referrers?: Descriptor[] }).referrers ?? [];
  }

  it('give back byte for byte what was pushed', async () => {
    await push(`${repository('oras/bytes')}:v1`, 'small.txt', 'large.bin', 'empty');
    await oras('pull', '--plain-http', '--no-tty', '-o', 'pulled', `${repository('oras/bytes')}:v1`);
    expect((await meeting.client.read('pulled/small.txt')).equals(SMALL)).toBe(true);
    expect((await meeting.client.read('pulled/large.bin')).equals(LARGE)).toBe(true);
    expect(await meeting.client.read('pulled/empty')).toHaveLength(0);
  });

  it('agree on the digest of a manifest', async () => {
    const digest = await push(`${repository('oras/digest')}:v1`, 'small.txt');
    const fetched = await meeting.client.runFed(
      '',
      'manifest',
      'fetch',
      '--plain-http',
      `${repository('oras/digest')}:v1`,
    );
    expect(digestOf(fetched)).toBe(digest);
    expect(await oras('resolve', '--plain-http', `${repository('oras/digest')}:v1`)).toBe(digest);
  });

  it('list tags and repositories, also several tags of one push', async () => {
    await push(`${repository('oras/list')}:v1,stable`, 'small.txt');
    await oras('tag', '--plain-http', `${repository('oras/list')}:v1`, 'latest');
    expect((await oras('repo', 'tags', '--plain-http', repository('oras/list'))).split('\n')).toEqual([
      'latest',
      'stable',
      'v1',
    ]);
    expect((await oras('repo', 'ls', '--plain-http', meeting.registry.host)).split('\n')).toContain(
      'oras/list',
    );
  });

  it('upload no blob again that is there', async () => {
    await push(`${repository('oras/again')}:v1`, 'small.txt', 'large.bin');
    await meeting.log.takeRequests();
    await push(`${repository('oras/again')}:v2`, 'small.txt', 'large.bin');
    expect(await meeting.log.takeByMethod('POST')).toEqual([]);
  });

  it('copy to another repository by mounting, so no byte travels', async () => {
    const digest = await push(`${repository('oras/from')}:v1`, 'small.txt', 'large.bin');
    await meeting.log.takeRequests();
    const plain = ['--from-plain-http', '--to-plain-http', '--no-tty'];
    await oras('cp', ...plain, `${repository('oras/from')}:v1`, `${repository('oras/to')}:v1`);
    expect(new Set(await meeting.log.takeByMethod('POST'))).toEqual(
      new Set(['201 /v2/oras/to/blobs/uploads/']),
    );
    expect(await oras('resolve', '--plain-http', `${repository('oras/to')}:v1`)).toBe(digest);
  });

  it('keep the digest from the registry into a layout on disk and back', async () => {
    const digest = await push(`${repository('oras/out')}:v1`, 'small.txt', 'large.bin');
    await oras(
      'cp',
      '--from-plain-http',
      '--no-tty',
      '--to-oci-layout',
      `${repository('oras/out')}:v1`,
      'layout:v1',
    );
    await oras(
      'cp',
      '--to-plain-http',
      '--no-tty',
      '--from-oci-layout',
      'layout:v1',
      `${repository('oras/back')}:v1`,
    );
    expect(await oras('resolve', '--plain-http', `${repository('oras/back')}:v1`)).toBe(digest);
  });

  it('attach and discover by the referrers API, and write no fallback tag', async () => {
    const subject = `${repository('oras/subject')}:v1`;
    await push(subject, 'small.txt');
    const [sbom, signature] = [
      await attach(subject, 'application/vnd.sbom'),
      await attach(subject, 'application/vnd.signature'),
    ];
    expect((await discover(subject)).map(({ digest }) => digest).sort()).toEqual([sbom, signature].sort());
    const filtered = await discover(subject, '--artifact-type', 'application/vnd.sbom');
    expect(filtered).toMatchObject([{ digest: sbom, artifactType: 'application/vnd.sbom' }]);
    expect(await oras('repo', 'tags', '--plain-http', repository('oras/subject'))).toBe('v1');
  });

  it('copy an artifact together with what refers to it', async () => {
    await push(`${repository('oras/deep')}:v1`, 'small.txt');
    const attached = await attach(`${repository('oras/deep')}:v1`, 'application/vnd.sbom');
    await attach(`${repository('oras/deep')}@${attached}`, 'application/vnd.signature');
    const plain = ['--from-plain-http', '--to-plain-http', '--no-tty'];
    await oras('cp', '-r', ...plain, `${repository('oras/deep')}:v1`, `${repository('oras/deep-copy')}:v1`);
    expect(await discover(`${repository('oras/deep-copy')}:v1`)).toMatchObject([
      { digest: attached, referrers: [{ artifactType: 'application/vnd.signature' }] },
    ]);
  });

  it('carry a repository with its referrers through a backup', async () => {
    const digest = await push(`${repository('oras/backup')}:v1`, 'small.txt');
    const attached = await attach(`${repository('oras/backup')}:v1`, 'application/vnd.sbom');
    await oras(
      'backup',
      '--plain-http',
      '--no-tty',
      '--include-referrers',
      '--output',
      'backup.tar',
      repository('oras/backup'),
    );
    await oras('restore', '--plain-http', '--no-tty', '--input', 'backup.tar', repository('oras/restored'));
    expect(await oras('resolve', '--plain-http', `${repository('oras/restored')}:v1`)).toBe(digest);
    expect(await discover(`${repository('oras/restored')}:v1`)).toMatchObject([{ digest: attached }]);
  });

  it('push, fetch and delete a blob on its own', async () => {
    const name = `${repository('oras/blob')}@${digestOf(LARGE)}`;
    await oras('blob', 'push', '--plain-http', '--no-tty', repository('oras/blob'), 'large.bin');
    expect(
      (
        await meeting.client.runFed('', 'blob', 'fetch', '--plain-http', '--no-tty', '--output', '-', name)
      ).equals(LARGE),
    ).toBe(true);
    await oras('blob', 'delete', '--plain-http', '--force', name);
    const { code } = await meeting.client.attempt(
      '',
      'blob',
      'fetch',
      '--plain-http',
      '--no-tty',
      '--output',
      '-',
      name,
    );
    expect(code).not.toBe(0);
  });

  it('delete a manifest, whose tags are gone with it', async () => {
    await push(`${repository('oras/delete')}:v1,v2`, 'small.txt');
    await oras('manifest', 'delete', '--plain-http', '--force', `${repository('oras/delete')}:v1`);
    expect(await oras('repo', 'tags', '--plain-http', repository('oras/delete'))).toBe('');
  });

  it('say in words of the specification what a push was refused for', async () => {
    await meeting.client.write(
      'refused.json',
      JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' }),
    );
    const { code, stderr } = await meeting.client.attempt(
      '',
      'manifest',
      'push',
      '--plain-http',
      `${repository('oras/refused')}:v1`,
      'refused.json',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('manifest invalid');
  });
});
