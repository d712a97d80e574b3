import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  OCI_EMPTY,
  OCI_INDEX,
  OCI_MANIFEST,
} from '@margo-registry/oci';
import { aDescriptor, aManifest, anIndex, type DocumentBuilder } from '@margo-registry/oci/testing';
import type { RegistryClient } from '../harness/registry-client.js';
import { anImageIn, demand, pushBlob, pushManifest, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const REPOSITORY = 'shapes';
const PATH = `/v2/${REPOSITORY}/manifests`;
const EMPTY = aDescriptor('{}', OCI_EMPTY);
const UNTYPED = { schemaVersion: 2, config: aDescriptor('{}'), layers: [] };

const ACCEPTED: [string, (client: RegistryClient) => Promise<DocumentBuilder>][] = [
  ['an image', (client) => anImageIn(client, REPOSITORY, 'image')],
  ['an image without layers', async () => aManifest()],
  [
    'an artifact with an empty config',
    async () => aManifest().withConfig(EMPTY).withArtifactType('application/vnd.example'),
  ],
  [
    'unknown media types',
    async () =>
      aManifest().withConfig(aDescriptor('{}', 'x/y')).withLayer(aDescriptor('{}', 'text/x-odd; a=b')),
  ],
  ['unknown fields', async () => aManifest().withField('unknown', { deeply: [{ nested: null }] })],
  ['embedded data', async () => aManifest().withLayer({ ...EMPTY, data: 'e30=' })],
  ['an index without entries', async () => anIndex()],
  ['an index', async (client) => anIndex().withManifest(await childOf(client, 'child'))],
  ['an index of an index', async (client) => anIndex().withManifest(await indexOf(client))],
  [
    'an index with artifactType and subject',
    async () => anIndex().withArtifactType('application/vnd.list').withSubject(EMPTY),
  ],
  ['a Docker schema 2 manifest', async () => aManifest().withField('mediaType', DOCKER_MANIFEST)],
  ['a Docker manifest list', async () => anIndex().withField('mediaType', DOCKER_MANIFEST_LIST)],
];

const REFUSED: [string, Uint8Array][] = [
  ['no JSON', Buffer.from('{"schemaVersion":2,')],
  ['nothing at all', Buffer.alloc(0)],
  ['a list', Buffer.from('[]')],
  ['a text', Buffer.from('"manifest"')],
  ['another schemaVersion', aManifest().withField('schemaVersion', 3).build()],
  ['no schemaVersion', aManifest().withoutField('schemaVersion').build()],
  [
    'a malformed digest',
    aManifest()
      .withLayer({ ...EMPTY, digest: 'sha256:short' })
      .build(),
  ],
  [
    'a negative size',
    aManifest()
      .withLayer({ ...EMPTY, size: -1 })
      .build(),
  ],
  [
    'a size in a text',
    aManifest()
      .withLayer({ ...EMPTY, size: '2' })
      .build(),
  ],
  ['a layer without media type', aManifest().withLayer({ digest: EMPTY.digest, size: 2 }).build()],
  ['no config', aManifest().withoutField('config').build()],
  ['layers and manifests', aManifest().withField('manifests', []).build()],
  ['annotations that are no texts', aManifest().withAnnotation('count', 1).build()],
  ['a malformed subject', aManifest().withSubject({ digest: 'x' }).build()],
];

describe('a push of', () => {
  const shared = shareRegistry();
  beforeAll(() => pushBlob(shared.client, REPOSITORY, '{}'));

  it.each(ACCEPTED)(
    '%s is taken and comes back as it was [END7-07, END7-08, END3-02]',
    async (_what, build) => {
      const document = await build(shared.client);
      const { mediaType } = JSON.parse(Buffer.from(document.build()).toString()) as { mediaType: string };
      const answer = await putManifest(shared.client, `${PATH}/accepted`, document);
      expect(answer.status).toBe(201);
      const read = await shared.client.get(answer.getHeader('location'));
      expect([read.header('content-type'), read.body.equals(document.build())]).toEqual([mediaType, true]);
    },
  );

  it.each(REFUSED)('%s answers 400 MANIFEST_INVALID and leaves no tag [END7-06]', async (_what, body) => {
    expectRefusal(await putManifest(shared.client, `${PATH}/refused`, body), 'manifest-invalid');
    expectRefusal(await shared.client.get(`${PATH}/refused`), 'manifest-unknown');
  });

  it.each(['', '; charset=utf-8', ';x="y"', '; '])(
    'a Content-Type with parameters (%s) is stored without them [END7-04]',
    async (suffix) => {
      demand(
        await putManifest(shared.client, `${PATH}/typed`, aManifest(), {
          'Content-Type': `${OCI_MANIFEST}${suffix}`,
        }),
        201,
      );
      expect((await shared.client.get(`${PATH}/typed`)).header('content-type')).toBe(OCI_MANIFEST);
    },
  );

  it('no Content-Type takes the mediaType of the document [END7-04]', async () => {
    demand(
      await shared.client.put(`${PATH}/untyped`, { body: anIndex().withAnnotation('untyped', '').build() }),
      201,
    );
    expect((await shared.client.get(`${PATH}/untyped`)).header('content-type')).toBe(OCI_INDEX);
  });

  it('neither takes the type that the shape says, and refuses what has no shape [END7-05]', async () => {
    demand(await shared.client.put(`${PATH}/shaped`, { body: JSON.stringify(UNTYPED) }), 201);
    expect((await shared.client.get(`${PATH}/shaped`)).header('content-type')).toBe(OCI_MANIFEST);
    expectRefusal(
      await shared.client.put(`${PATH}/shapeless`, { body: '{"schemaVersion":2}' }),
      'manifest-invalid',
    );
  });

  it('a Content-Type that contradicts the document answers 400 [END7-05]', async () => {
    const answer = await putManifest(shared.client, `${PATH}/refused`, aManifest(), {
      'Content-Type': OCI_INDEX,
    });
    expectRefusal(answer, 'manifest-invalid');
    const other = await putManifest(shared.client, `${PATH}/refused`, aManifest(), {
      'Content-Type': 'application/json',
    });
    expectRefusal(other, 'manifest-invalid');
  });

  it('a Docker schema 1 manifest answers 415 [END7-08]', async () => {
    const headers = { 'Content-Type': 'application/vnd.docker.distribution.manifest.v1+prettyjws' };
    const answer = await shared.client.put(`${PATH}/refused`, {
      body: '{"schemaVersion":1,"fsLayers":[]}',
      headers,
    });
    expectRefusal(answer, 'media-type-unsupported');
    expectRefusal(
      await shared.client.put(`${PATH}/refused`, { body: '{"schemaVersion":1}' }),
      'media-type-unsupported',
    );
  });
});

async function childOf(client: RegistryClient, name: string): Promise<object> {
  const image = await anImageIn(client, REPOSITORY, name);
  await pushManifest(client, REPOSITORY, image);
  return image.describe();
}

async function indexOf(client: RegistryClient): Promise<object> {
  const index = anIndex().withManifest(await childOf(client, 'grandchild'));
  await pushManifest(client, REPOSITORY, index);
  return index.describe();
}
