// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { MinioServer } from '../../../../tools/servers/minio.mjs';
import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import type { Answer } from '../harness/answer.js';
import { until } from '../harness/condition.js';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { beginUpload, demand, pushBlob, pushImage, pushManifest } from '../harness/pushes.js';
import { Random } from '../harness/random.js';
import { probeStores } from '../harness/readiness.js';
import { expectRefusal } from '../harness/refusal.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const REPOSITORY = 'faults/bucket';
const LARGE = 200_000;

describeWithServers('a registry that loses its bucket', ['minio'], (programs) => {
  const random = new Random(3);
  let minio: MinioServer;
  let registry: RunningRegistry;
  let client: RegistryClient;
  beforeAll(async () => {
    minio = await MinioServer.start(programs.minio);
    registry = await RunningRegistry.start({ environment: minio.variables(minio.makeBucket()) });
    client = new RegistryClient(registry.url);
  });
  afterAll(async () => {
    minio?.goOn();
    await client?.close();
    await registry?.stop();
    await minio?.remove();
  });

  const LOSSES: readonly [what: string, lose: () => unknown, find: () => unknown][] = [
    ['is down', () => minio.stop(), () => minio.resume()],
    ['keeps silent', () => minio.halt(), () => minio.goOn()],
  ];

  it.each(LOSSES)(
    'because the service %s: large content is answered with 503 and Retry-After, the rest goes on, and then all of it',
    async (_what, lose, find) => {
      const content = random.bytes(LARGE);
      await pushBlob(client, REPOSITORY, content);
      const tag = await pushImage(client, REPOSITORY, 'before');
      const begun = await UploadSession.begin(client, REPOSITORY);
      demand(await begun.patch(content.subarray(0, LARGE / 2), 0), 202);
      await lose();
      await Promise.all([expectRefusals(begun, content), expectSmallContent(tag, content)]);
      await find();
      await until(async () => (await probeStores(client)) === '200: metadata up, blobs up', 20_000);
      await expectAll(begun, content);
    },
    90_000,
  );

  /** Every request that needs the bucket, all at once. */
  async function expectRefusals(begun: UploadSession, content: Buffer): Promise<void> {
    const other = random.bytes(LARGE);
    const path = await beginUpload(client, REPOSITORY);
    const once = client.post(`/v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf(other)}`, { body: other });
    const answers = await Promise.all([
      once,
      client.put(`${path}?digest=${digestOf(other)}`, { body: other }),
      begun.patch(content.subarray(LARGE / 2), LARGE / 2),
      client.get(`/v2/${REPOSITORY}/blobs/${digestOf(content)}`),
      client.get(`/v2/${REPOSITORY}/blobs/${digestOf(content)}`, { Range: 'bytes=5-9' }),
    ]);
    answers.forEach(expectUnavailable);
    expect(demand(await begun.status(), 204).header('range')).toBe(`0-${LARGE / 2 - 1}`);
    expect((await client.head(`/v2/${REPOSITORY}/blobs/${digestOf(other)}`)).status).toBe(404);
  }

  function expectUnavailable(answer: Answer): void {
    expectRefusal(answer, 'storage-unavailable');
    expect(answer.header('retry-after')).toMatch(/^\d+$/);
  }

  /** What lives with the facts, and what is only asked of them. */
  async function expectSmallContent(tag: string, large: Buffer): Promise<void> {
    await pushBlob(client, REPOSITORY, 'small content');
    const manifest = aManifest().withLayer(aDescriptor(large)).withLayer(aDescriptor('small content'));
    const digest = await pushManifest(client, REPOSITORY, manifest, 'meanwhile');
    const paths = [`manifests/before`, `manifests/${digest}`, `blobs/${digestOf('small content')}`];
    const answers = await Promise.all(paths.map((path) => client.get(`/v2/${REPOSITORY}/${path}`)));
    expect(answers.map(({ status, body }) => `${status} ${digestOf(body)}`)).toEqual(
      [tag, digest, digestOf('small content')].map((expected) => `200 ${expected}`),
    );
    expect((await client.head(`/v2/${REPOSITORY}/blobs/${digestOf(large)}`)).status).toBe(200);
    expect(await probeStores(client)).toBe('503: metadata up, blobs down');
    expect((await client.get('/health/live')).status).toBe(200);
  }

  async function expectAll(begun: UploadSession, content: Buffer): Promise<void> {
    demand(await begun.patch(content.subarray(LARGE / 2), LARGE / 2), 202);
    demand(await begun.close(digestOf(content)), 201);
    const pulled = await client.get(`/v2/${REPOSITORY}/blobs/${digestOf(content)}`);
    expect(digestOf(pulled.body)).toBe(digestOf(content));
    await pushBlob(client, REPOSITORY, random.bytes(LARGE));
  }
});
