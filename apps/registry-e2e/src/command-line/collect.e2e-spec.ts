import { digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countStored } from '../collection/leftovers.js';
import { margoRegistry } from '../harness/command-line.js';
import { pushBlob, pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';

const LARGE = 'large '.repeat(20_000);
/** Milliseconds for what starts processes. */
const PATIENCE = 60_000;

describe('margo-registry collect', () => {
  let directory: string;
  let settings: string;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-collect-'));
    const environment = { REGISTRY_COLLECTION_GRACE: '0s', REGISTRY_COLLECTION_INTERVAL: '1h' };
    registry = await RunningRegistry.start({ directory, environment });
    client = new RegistryClient(registry.url);
    settings = join(directory, 'registry.yaml');
    const { port } = new URL(registry.url);
    const lines = [
      `http: { port: ${port} }`,
      `blobs: { directory: ${directory}/blobs }`,
      `metadata: { file: ${directory}/registry.db }`,
      'collection: { grace: 0s }',
    ];
    await writeFile(settings, lines.join('\n'));
  }, PATIENCE);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const collect = (...more: string[]) =>
    margoRegistry(['collect', '--settings', settings, '--format', 'json', ...more]);

  it(
    'asks the registry that holds the database',
    async () => {
      await pushImage(client, 'acme/app', 'v1');
      const digest = await pushBlob(client, 'acme/app', LARGE);
      const ended = await collect();

      expect(ended).toMatchObject({ code: 0, stderr: `asking the registry at ${registry.url}\n` });
      expect(JSON.parse(ended.stdout)).toMatchObject({
        dryRun: false,
        collected: [{ kind: 'link', digest }],
      });
      expect((await client.head(`/v2/acme/app/blobs/${digest}`)).status).toBe(404);
      expect((await client.get('/metrics')).text).toContain('collection_collected_total{kind="link"} 1');
    },
    PATIENCE,
  );

  it(
    'does it itself when the registry is stopped, and deletes the bytes whose time has come',
    async () => {
      await pushBlob(client, 'acme/app', `${LARGE} again`);
      await registry.stop();
      const foreseen = await collect('--dry-run');
      expect(JSON.parse(foreseen.stdout)).toMatchObject({ dryRun: true, totals: { link: 1 } });
      const stored = await countStored({ directory });

      const ended = await collect();
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(ended.stdout)).toMatchObject({
        collected: [{ kind: 'link', digest: digestOf(`${LARGE} again`) }],
      });
      await collect();
      expect(await countStored({ directory })).toBeLessThan(stored);
    },
    PATIENCE,
  );
});
