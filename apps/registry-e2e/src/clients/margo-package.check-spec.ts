import { digestOf } from '@margo-registry/oci/testing';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeClient, type Meeting } from './describe-client.js';

const PACKAGE = join(import.meta.dirname, '../../../../examples/hello-package');
const ARTIFACT_TYPE = 'application/vnd.margo.app.v1+json';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const REPOSITORY = 'margo/hello';
const PIECE = 1000;

/** Media type of each part by its path in the package: application packages of the Margo specification. */
const PARTS: Readonly<Record<string, string>> = {
  'margo.yaml': 'application/vnd.margo.app.description.v1+yaml',
  'resources/icon.png': 'application/vnd.margo.app.icon.v1+png',
  'resources/description.md': 'application/vnd.margo.app.descriptionFile.v1+markdown',
  'resources/license.txt': 'application/vnd.margo.app.licenseFile.v1+plain',
  'resources/release-notes.md': 'application/vnd.margo.app.releaseNotes.v1+markdown',
};

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly artifactType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

// Small parts live beside the facts by default; with a threshold of 0 every part is a file.
describeClient('oras', bringPackage, { kind: ' that keeps small blobs in its database' });
describeClient('oras', bringPackage, {
  kind: ' that keeps every blob as a file',
  environment: { REGISTRY_BLOBS_INLINE: '0' },
});

function bringPackage(meeting: Meeting): void {
  beforeAll(async () => {
    await cp(PACKAGE, meeting.client.directory, { recursive: true });
    const files = Object.entries(PARTS).map(([path, mediaType]) => `${path}:${mediaType}`);
    const target = `${meeting.registry.host}/${REPOSITORY}:1.0.0,latest`;
    await meeting.client.run(
      'push',
      '--plain-http',
      '--no-tty',
      '--artifact-type',
      ARTIFACT_TYPE,
      target,
      ...files,
    );
  });

  /** As a workload fleet manager asks: plain HTTP, by tag. */
  async function getManifest(reference: string): Promise<{ digest: string; manifest: Manifest }> {
    const answer = await meeting.http.get(`/v2/${REPOSITORY}/manifests/${reference}`, {
      Accept: MANIFEST_TYPE,
    });
    expect(answer.status).toBe(200);
    expect(answer.header('content-type')).toBe(MANIFEST_TYPE);
    expect(answer.header('docker-content-digest')).toBe(digestOf(answer.body));
    return { digest: digestOf(answer.body), manifest: answer.json as Manifest };
  }

  async function getPiece({ digest, size }: Descriptor, start: number): Promise<Buffer> {
    const end = Math.min(start + PIECE, size) - 1;
    const answer = await meeting.http.get(`/v2/${REPOSITORY}/blobs/${digest}`, {
      Range: `bytes=${start}-${end}`,
    });
    expect(answer.status).toBe(206);
    expect(answer.header('content-range')).toBe(`bytes ${start}-${end}/${size}`);
    return answer.body;
  }

  async function getInPieces(descriptor: Descriptor): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let start = 0; start < descriptor.size; start += PIECE)
      pieces.push(await getPiece(descriptor, start));
    return Buffer.concat(pieces);
  }

  it('bring a Margo package to a fleet manager that finds it in the tag list', async () => {
    const answer = await meeting.http.get(`/v2/${REPOSITORY}/tags/list`);
    expect(answer.json).toEqual({ name: REPOSITORY, tags: ['1.0.0', 'latest'] });
  });

  it('keep the artifact type, the empty config, and the media type and title of every part', async () => {
    const { manifest } = await getManifest('1.0.0');
    expect(manifest.artifactType).toBe(ARTIFACT_TYPE);
    expect(manifest.config).toMatchObject({
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: digestOf('{}'),
      size: 2,
    });
    const parts = manifest.layers.map(({ annotations, mediaType }) => [
      annotations?.['org.opencontainers.image.title'],
      mediaType,
    ]);
    expect(Object.fromEntries(parts)).toEqual(PARTS);
  });

  it('answer the same manifest by version, by alias and by digest', async () => {
    const { digest } = await getManifest('1.0.0');
    expect((await getManifest('latest')).digest).toBe(digest);
    expect((await getManifest(digest)).digest).toBe(digest);
  });

  it.each(Object.keys(PARTS))(
    'bring %s in ranges of 1000 bytes, identical to the file of the package',
    async (path) => {
      const { manifest } = await getManifest('1.0.0');
      const layer = manifest.layers.find(
        ({ annotations }) => annotations?.['org.opencontainers.image.title'] === path,
      );
      const content = await getInPieces(layer!);
      expect(digestOf(content)).toBe(layer!.digest);
      expect(content.equals(await readFile(join(PACKAGE, path)))).toBe(true);
    },
  );

  it('bring the package whole to a fleet manager that pulls with oras', async () => {
    await meeting.client.run(
      'pull',
      '--plain-http',
      '--no-tty',
      '-o',
      'pulled',
      `${meeting.registry.host}/${REPOSITORY}:1.0.0`,
    );
    for (const path of Object.keys(PARTS)) {
      expect((await meeting.client.read(`pulled/${path}`)).equals(await readFile(join(PACKAGE, path)))).toBe(
        true,
      );
    }
  });

  it('keep the digest when the package is pulled into a layout and pushed to another registry path', async () => {
    const { digest } = await getManifest('1.0.0');
    const layout = [
      '--no-tty',
      '--from-plain-http',
      '--to-oci-layout',
      `${meeting.registry.host}/${REPOSITORY}:1.0.0`,
      'layout:1.0.0',
    ];
    await meeting.client.run('cp', ...layout);
    const back = `${meeting.registry.host}/site/hello:1.0.0`;
    await meeting.client.run('cp', '--no-tty', '--from-oci-layout', '--to-plain-http', 'layout:1.0.0', back);
    expect(await meeting.client.run('resolve', '--plain-http', back)).toBe(digest);
  });
}
