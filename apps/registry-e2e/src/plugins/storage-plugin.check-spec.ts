import { digestOf } from '@margo-registry/oci/testing';
import { join } from 'node:path';
import { someBytes } from '../clients/some-bytes.js';
import { demand, pushBlob } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { UploadSession } from '../harness/upload-session.js';
import { startAzurite, type Azurite } from './azurite.js';
import { InstalledExample } from './installed-example.js';

const MINUTES = 60_000;
const KIBI = 1024;
const WHOLE = someBytes('whole', 200 * KIBI);
const CHUNKED = someBytes('chunked', 200 * KIBI);

describe('the example of a storage driver, installed from tarballs outside this repository', () => {
  let example: InstalledExample;
  beforeAll(async () => {
    example = await InstalledExample.make();
  }, 5 * MINUTES);
  afterAll(() => example?.folder.remove(), MINUTES);

  it(
    'keeps every promise of the contract',
    async () => {
      const report = await example.runSpec('dist/azure-blob-store.contract.spec.js');
      expect(report).toMatch(/^# fail 0$/m);
      expect(report).toMatch(/^# skipped 0$/m);
      expect(Number(/^# pass (\d+)$/m.exec(report)?.[1])).toBeGreaterThan(200);
    },
    5 * MINUTES,
  );

  describe('in a registry that finds it by its package name', () => {
    let azurite: Azurite;
    let registry: RunningRegistry;
    let client: RegistryClient;

    const start = async () => {
      registry = await RunningRegistry.start({
        directory: join(example.folder.path, 'registry'),
        environment: environmentOf(example, azurite),
      });
      client = new RegistryClient(registry.url);
    };
    beforeAll(async () => {
      azurite = await startAzurite(example);
      await start();
    }, MINUTES);
    afterAll(async () => {
      await client?.close();
      await registry?.stop();
      await azurite?.stop();
    });

    const pull = async (content: Buffer) =>
      (await client.get(`/v2/plugins/azure/blobs/${digestOf(content)}`)).body.equals(content);

    it('gives back a blob that was pushed in one request', async () => {
      await pushBlob(client, 'plugins/azure', WHOLE);
      expect(await pull(WHOLE)).toBe(true);
    });

    it('gives back a blob that was pushed in chunks, and a range of it', async () => {
      const upload = await UploadSession.begin(client, 'plugins/azure');
      demand(await upload.patch(CHUNKED.subarray(0, 120 * KIBI), 0), 202);
      demand(await upload.patch(CHUNKED.subarray(120 * KIBI), 120 * KIBI), 202);
      demand(await upload.close(digestOf(CHUNKED)), 201);
      expect(await pull(CHUNKED)).toBe(true);
      const path = `/v2/plugins/azure/blobs/${digestOf(CHUNKED)}`;
      const { status, body } = await client.get(path, { Range: `bytes=${120 * KIBI - 5}-${120 * KIBI + 4}` });
      expect(status).toBe(206);
      expect(body.equals(CHUNKED.subarray(120 * KIBI - 5, 120 * KIBI + 5))).toBe(true);
    });

    it('finds both again after a restart', async () => {
      await client.close();
      await registry.kill();
      await start();
      expect([await pull(WHOLE), await pull(CHUNKED)]).toEqual([true, true]);
    });

    it('says where it keeps blobs, and never with which key', () => {
      const written = [...registry.stdout, ...registry.stderr].join('\n');
      expect(written).toContain(azurite.settings['endpoint']);
      expect(written).not.toContain(azurite.settings['accessKey']);
    });
  });
});

function environmentOf({ name, folder }: InstalledExample, { settings }: Azurite): Record<string, string> {
  const variableOf = (key: string) => `REGISTRY_BLOBS_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
  const own = Object.entries(settings).map(([key, value]): [string, string] => [variableOf(key), value]);
  return {
    REGISTRY_BLOBS_DRIVER: name,
    REGISTRY_PLUGINS_DIRECTORY: folder.path,
    ...Object.fromEntries(own),
  };
}
