// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { MinioServer } from '../../../../tools/servers/minio.mjs';
import { digestOf } from '@margo-registry/oci/testing';
import type { Answer } from '../harness/answer.js';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { pushBlob } from '../harness/pushes.js';
import { Random } from '../harness/random.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';

const REPOSITORY = 'redirect/hello';
const KIBIBYTE = 1024;
const random = new Random(1);
const LARGE = random.bytes(300 * KIBIBYTE);
const BELOW = random.bytes(100 * KIBIBYTE);

describeWithServers('a registry that leads downloads to MinIO', ['minio'], (programs) => {
  let minio: MinioServer;
  let registry: RunningRegistry;
  let client: RegistryClient;
  beforeAll(async () => {
    minio = await MinioServer.start(programs.minio);
    registry = await RunningRegistry.start({
      environment: {
        ...minio.variables(minio.makeBucket()),
        REGISTRY_BLOBS_PUBLIC_ENDPOINT: publicEndpoint(minio),
        REGISTRY_BLOBS_REDIRECT: '200KiB',
      },
    });
    client = new RegistryClient(registry.url);
    for (const bytes of [LARGE, BELOW]) await pushBlob(client, REPOSITORY, bytes);
  });
  afterAll(async () => {
    await client?.close();
    await registry?.stop();
    await minio?.remove();
  });

  const ask = (bytes: Buffer, headers?: Record<string, string>): Promise<Answer> =>
    client.get(`/v2/${REPOSITORY}/blobs/${digestOf(bytes)}`, headers);

  it('answers 307, which keeps method and body, with a URL of the public endpoint [REDIR-01]', async () => {
    const answer = await ask(LARGE);
    const location = answer.getHeader('location');
    expect([answer.status, answer.body.length, answer.header('cache-control')]).toEqual([307, 0, 'no-store']);
    expect(location.startsWith(`${publicEndpoint(minio)}/`)).toBe(true);
    expect(new URL(location).searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('gives the whole blob to a client that follows, and the part that it asked for', async () => {
    const url = `${registry.url}/v2/${REPOSITORY}/blobs/${digestOf(LARGE)}`;
    const whole = await fetch(url);
    expect([whole.status, whole.redirected]).toEqual([200, true]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(LARGE)).toBe(true);
    const part = await fetch(url, { headers: { Range: 'bytes=1000-1999' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(LARGE.subarray(1000, 2000))).toBe(true);
  });

  it('signs for reading alone: nobody writes or deletes with that URL', async () => {
    const location = (await ask(LARGE)).getHeader('location');
    expect((await fetch(location, { method: 'PUT', body: 'other bytes' })).status).toBe(403);
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(location)).status).toBe(200);
  });

  it('serves smaller blobs, HEAD, 304 and 416 by itself', async () => {
    expect((await ask(BELOW)).body.equals(BELOW)).toBe(true);
    const head = await client.head(`/v2/${REPOSITORY}/blobs/${digestOf(LARGE)}`);
    expect([head.status, head.header('content-length')]).toEqual([200, `${LARGE.length}`]);
    expect((await ask(LARGE, { 'If-None-Match': `"${digestOf(LARGE)}"` })).status).toBe(304);
    expect((await ask(LARGE, { Range: `bytes=${LARGE.length}-` })).status).toBe(416);
  });
});

/** The same server under another name, as clients outside would reach it. */
function publicEndpoint({ endpoint }: MinioServer): string {
  return endpoint.replace('127.0.0.1', 'localhost');
}
