// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { PostgresServer } from '../../../../tools/servers/postgres.mjs';
import { digestOf } from '@margo-registry/oci/testing';
import type { Answer } from '../harness/answer.js';
import { until } from '../harness/condition.js';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { pushBlob, pushImage } from '../harness/pushes.js';
import { probeStores } from '../harness/readiness.js';
import { expectRefusal } from '../harness/refusal.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';

const REPOSITORY = 'faults/connections';
/** More than the server gives to the role, and fewer than the pool asks for. */
const FEW = ['max_connections=6', 'superuser_reserved_connections=3'];
const PUSHES = 60;

describeWithServers('a registry whose Postgres is out of connections', ['postgres'], (programs) => {
  let postgres: PostgresServer;
  let registry: RunningRegistry;
  let client: RegistryClient;
  beforeAll(async () => {
    postgres = await PostgresServer.start(programs.postgres, ...FEW);
    const environment = {
      REGISTRY_METADATA_DRIVER: 'postgres',
      REGISTRY_METADATA_URL: postgres.url(await postgres.makeDatabase()),
      REGISTRY_METADATA_POOL: '20',
    };
    registry = await RunningRegistry.start({ environment });
    client = new RegistryClient(registry.url);
    await pushImage(client, REPOSITORY, 'before');
  });
  afterAll(async () => {
    await client?.close();
    await registry?.stop();
    await postgres?.remove();
  });

  function expectUnavailable(answer: Answer): void {
    expectRefusal(answer, 'storage-unavailable');
    expect(answer.header('retry-after')).toMatch(/^\d+$/);
  }

  it('answers what it can and the rest with 503 and Retry-After, and has what it acknowledged', async () => {
    const contents = Array.from({ length: PUSHES }, (_, index) => `content ${index}`);
    const push = (content: string): Promise<Answer> =>
      client.post(`/v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf(content)}`, { body: content });
    const answers = await Promise.all(contents.map(push));
    const acknowledged = contents.filter((_, index) => answers[index]!.status === 201);
    process.stdout.write(`pushes with too few connections: ${acknowledged.length} of ${PUSHES} at once\n`);
    expect(acknowledged.length).toBeGreaterThan(0);
    answers.filter(({ status }) => status !== 201).forEach(expectUnavailable);
    for (const content of acknowledged)
      expect((await client.get(`/v2/${REPOSITORY}/blobs/${digestOf(content)}`)).text).toBe(content);
  });

  it('answers everything with 503 and Retry-After while there is none at all, says so, and goes on by itself', async () => {
    await postgres.refuse();
    const paths = ['manifests/before', 'tags/list', `blobs/${digestOf('{}')}`];
    const pulls = await Promise.all(paths.map((path) => client.get(`/v2/${REPOSITORY}/${path}`)));
    const push = await client.post(`/v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf('new')}`, {
      body: 'new',
    });
    [...pulls, push].forEach(expectUnavailable);
    expect(await probeStores(client)).toBe('503: metadata down, blobs up');
    expect((await client.get('/health/live')).status).toBe(200);
    const metrics = await client.get('/metrics');
    expect([metrics.status, metrics.text]).toEqual([200, expect.stringContaining('status="503"')]);

    await postgres.admit();
    await until(async () => (await probeStores(client)) === '200: metadata up, blobs up');
    await pushBlob(client, REPOSITORY, 'new');
    expect((await client.get(`/v2/${REPOSITORY}/manifests/before`)).status).toBe(200);
  });
});
