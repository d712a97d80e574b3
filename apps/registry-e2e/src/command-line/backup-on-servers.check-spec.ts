// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { CloudStores } from '../../../../tools/servers/stores.mjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../packages/package-pushes.js';
import { margoRegistry } from '../harness/command-line.js';
import { until } from '../harness/condition.js';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { demand } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { BackupLoad, pullEach, type Acknowledged } from './backup-load.js';
import { fillSite, lookAt } from './site.js';

const PATIENCE = 120_000;
/** The collector and the deletion of bytes are at work all the time, with a grace that is just enough for a push. */
const EAGER = { REGISTRY_COLLECTION_GRACE: '5s', REGISTRY_COLLECTION_INTERVAL: '1s' };
const CATALOGUE = '/api/v1/packages';

type Variables = Readonly<Record<string, string>>;

describeWithServers('replicas on Postgres and S3 that are backed up', ['postgres', 'minio'], (programs) => {
  let directory: string;
  let servers: CloudStores;
  let before: readonly Acknowledged[];
  let site: Record<string, unknown>;
  let catalogue: unknown;
  const backUp = (folder: string, args: readonly string[], environment: Variables = {}) =>
    margoRegistry(['backup', '--to', join(directory, folder), '--format', 'json', ...args], environment);
  const restore = (folder: string, environment: Variables) =>
    margoRegistry(['restore', '--from', join(directory, folder)], environment);
  const embedded = (name: string): Variables => ({
    REGISTRY_BLOBS_DIRECTORY: join(directory, name, 'blobs'),
    REGISTRY_METADATA_FILE: join(directory, name, 'registry.db'),
  });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-backup-servers-'));
    servers = await CloudStores.start(programs);
  }, PATIENCE);
  afterAll(async () => {
    await servers?.remove();
    await rm(directory, { recursive: true, force: true });
  }, PATIENCE);

  /** All that was acknowledged before the backup is there, the catalogue says so, `verify` finds nothing, and pushes go on. */
  const expectWhole = async (environment: Variables): Promise<void> => {
    const verified = await margoRegistry(['verify'], environment);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(': 0 faults') });
    await onRegistries(1, { ...environment, ...EAGER }, async ([client]) => {
      await pullEach(client!, before);
      expect((await client!.get(CATALOGUE)).json).toEqual(catalogue);
      expect(await lookAt(client!)).toMatchObject({ ...site, catalog: expect.anything() });
      const pushed = await pushPackage(client!, 'acme/next', '1.0.0', filesOf(aDescription({ id: 'next' })));
      expect(pushed.status).toBe(201);
      expect((await client!.get(CATALOGUE)).text).toContain('acme/next');
      await fillSite(client!);
    });
  };

  it(
    'give a whole copy while clients push to every replica and collection pauses, from the stores and from a replica',
    async () => {
      const environment = await servers.make();
      await onRegistries(2, { ...environment, ...EAGER }, async (clients) => {
        await fillSite(clients[0]!);
        for (const version of ['1.0.0', '1.1.0'])
          demand(
            await pushPackage(clients[0]!, 'acme/pump', version, filesOf(aDescription({ version }))),
            201,
          );
        [site, catalogue] = [await lookAt(clients[0]!), (await clients[0]!.get(CATALOGUE)).json];
        const loads = clients.map((client, index) => new BackupLoad(client, 2, `r${index}`));
        const acknowledged = () => loads.flatMap((load) => load.acknowledged);
        await until(() => acknowledged().length >= 30, 60_000);
        before = acknowledged();
        // It may say that it waits for the collector.
        const fromStores = await backUp('first', [], environment);
        const [url] = clients.map((client) => client.url);
        const fromReplica = await backUp('second', ['--url', url!]);
        const after = acknowledged();
        for (const load of loads) await load.stop();
        expect([fromStores.code, fromReplica.code]).toEqual([0, 0]);
        expect(JSON.parse(fromReplica.stdout)).toMatchObject({ damaged: [] });
        expect(after.length).toBeGreaterThan(before.length);
        process.stdout.write(
          `${before.length} packages were acknowledged, ${after.length} after the second\n`,
        );
      });
      await servers.remove();
    },
    PATIENCE,
  );

  it(
    'are destroyed, and come back on another Postgres and another MinIO',
    async () => {
      servers = await CloudStores.start(programs);
      const environment = await servers.make();
      expect(await restore('first', environment)).toMatchObject({ code: 0, stderr: '' });
      await expectWhole(environment);
      expect(await restore('second', environment)).toMatchObject({
        code: 78,
        stderr: expect.stringContaining('are not empty'),
      });
    },
    PATIENCE,
  );

  it(
    'come back embedded, and from there on servers again',
    async () => {
      expect(await restore('second', embedded('small'))).toMatchObject({ code: 0, stderr: '' });
      expect(await backUp('third', [], embedded('small'))).toMatchObject({ code: 0, stderr: '' });
      await expectWhole(embedded('small'));
      const environment = await servers.make();
      expect(await restore('third', environment)).toMatchObject({ code: 0, stderr: '' });
      await expectWhole(environment);
    },
    PATIENCE,
  );
});

async function onRegistries(
  size: number,
  environment: Variables,
  use: (clients: readonly RegistryClient[]) => Promise<void>,
): Promise<void> {
  const registries = await Promise.all(
    Array.from({ length: size }, () => RunningRegistry.start({ environment })),
  );
  const clients = registries.map(({ url }) => new RegistryClient(url));
  try {
    await use(clients);
  } finally {
    for (const client of clients) await client.close();
    for (const registry of registries) await registry.stop();
  }
}
