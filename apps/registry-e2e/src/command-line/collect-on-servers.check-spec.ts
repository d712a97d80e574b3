// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { CloudStores } from '../../../../tools/servers/stores.mjs';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { margoRegistry } from '../harness/command-line.js';
import { pushBlob, pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';

const LARGE = 'large '.repeat(20_000);

describeWithServers('margo-registry collect on Postgres and S3', ['postgres', 'minio'], (programs) => {
  let stores: CloudStores;
  let environment: Record<string, string>;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    stores = await CloudStores.start(programs);
    environment = {
      ...(await stores.make()),
      REGISTRY_COLLECTION_GRACE: '0s',
      REGISTRY_COLLECTION_INTERVAL: '1h',
    };
    registry = await RunningRegistry.start({ environment });
    client = new RegistryClient(registry.url);
  });
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await stores.remove();
  });
  const collect = () => margoRegistry(['collect', '--format', 'json'], environment);
  const countStored = async () =>
    ((await client.post('/api/v1/maintenance/sweep-orphans')).json as { stored: number }).stored;

  it('does it beside the registry that runs, which then knows, and deletes the bytes too', async () => {
    await pushImage(client, 'acme/app', 'v1');
    const digest = await pushBlob(client, 'acme/app', LARGE);
    const stored = await countStored();
    const ended = await collect();

    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ collected: [{ kind: 'link', digest }] });
    expect((await client.get(`/v2/acme/app/blobs/${digest}`)).status).toBe(404);
    expect((await client.get('/v2/acme/app/manifests/v1')).status).toBe(200);
    await collect();
    expect(await countStored()).toBe(stored - 1);
  });
});
