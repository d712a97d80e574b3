// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { CloudStores } from '../../../../tools/servers/stores.mjs';
import { digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { someBytes } from '../clients/some-bytes.js';
import { margoRegistry, type Kill } from '../harness/command-line.js';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { pushBlob } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { fillSite, LARGE, lookAt } from './site.js';

const PATIENCE = 120_000;
/** Blobs of {@link MANY} bytes, so that a move takes a while. */
const BLOBS = 200;
const MANY = 100_000;
/** How many objects the bucket holds when a run is killed: some have hardly begun then, some are nearly done. */
const KILLS = [1, 40, 80, 120, 160];

describeWithServers('a site that began embedded', ['postgres', 'minio'], (programs) => {
  let directory: string;
  let servers: CloudStores;
  let environment: Record<string, string>;
  let bucket: string;
  let before: Record<string, unknown>;
  const settingsOf = (side: string) => join(directory, `${side}.yaml`);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-grow-'));
    servers = await CloudStores.start(programs);
    await writeFile(
      settingsOf('embedded'),
      `blobs:\n  directory: ${directory}/blobs\nmetadata:\n  file: ${directory}/registry.db\n`,
    );
    const { endpoint, accessKey, secretKey } = servers.minio;
    const name = servers.minio.makeBucket();
    bucket = join(servers.minio.folder, 'data', name);
    await writeFile(
      settingsOf('servers'),
      `blobs:\n  driver: s3\n  endpoint: ${endpoint}\n  bucket: ${name}\n  accessKey: ${accessKey}\nmetadata:\n  driver: postgres\n`,
    );
    environment = {
      REGISTRY_METADATA_URL: servers.postgres.url(await servers.postgres.makeDatabase()),
      REGISTRY_BLOBS_SECRET_KEY: secretKey,
    };
    await onRegistry({ directory }, async (client) => {
      await fillSite(client);
      for (let number = 0; number < BLOBS; number += 1)
        await pushBlob(client, 'acme/many', someBytes(`${number}`, MANY));
      before = await lookAt(client);
    });
  }, PATIENCE);
  afterAll(async () => {
    await servers?.remove();
    await rm(directory, { recursive: true, force: true });
  }, PATIENCE);

  const onRegistry = async (
    start: Parameters<typeof RunningRegistry.start>[0],
    use: (client: RegistryClient) => Promise<void>,
  ): Promise<void> => {
    const registry = await RunningRegistry.start(start);
    const client = new RegistryClient(registry.url);
    try {
      await use(client);
    } finally {
      await client.close();
      await registry.stop();
    }
  };
  const onServers = (use: (client: RegistryClient) => Promise<void>) =>
    onRegistry({ environment: { ...environment, REGISTRY_SETTINGS: settingsOf('servers') } }, use);
  /** Secrets go by the environment, those of the target under `TO_`. */
  const move = (kill?: Kill) => {
    const secrets = Object.entries(environment).map(([name, value]) => [`TO_${name}`, value]);
    const args = [
      'move-store',
      '--from',
      settingsOf('embedded'),
      '--to',
      settingsOf('servers'),
      '--format',
      'json',
    ];
    return margoRegistry(args, Object.fromEntries(secrets) as Record<string, string>, { kill });
  };
  const verify = (...more: string[]) =>
    margoRegistry(['verify', '--settings', settingsOf('servers'), '--format', 'json', ...more], environment);

  it(
    'grows into Postgres and S3, though the move is killed again and again, and loses nothing',
    async () => {
      const held: number[] = [];
      for (const objects of KILLS) {
        const killed = await move({ until: async () => (await listObjects(bucket)).length >= objects });
        expect(killed.code).toBeNull();
        held.push((await listObjects(bucket)).length);
      }
      const moved = await move();
      expect(moved).toMatchObject({ code: 0, stderr: '' });
      const { blobs, damaged } = JSON.parse(moved.stdout) as {
        blobs: { copied: number; skipped: number };
        damaged: unknown[];
      };
      process.stdout.write(
        `killed at ${held.join(', ')} objects; then ${blobs.skipped} blobs were there, ${blobs.copied} were not\n`,
      );
      expect(blobs.skipped).toBeGreaterThan(0);
      expect(damaged).toEqual([]);
      expect(blobs.skipped + blobs.copied).toBe(BLOBS + 3);

      await onServers(async (client) => {
        expect(await lookAt(client)).toEqual(before);
        for (let number = 0; number < BLOBS; number += 1) {
          const bytes = someBytes(`${number}`, MANY);
          expect((await client.get(`/v2/acme/many/blobs/${digestOf(bytes)}`)).body.equals(bytes)).toBe(true);
        }
      });
    },
    PATIENCE,
  );

  it(
    'is verified beside the running registry, at a pace, and a lost object is found and pushed again',
    async () => {
      await onServers(async (client) => {
        const whole = await verify('--pace', '100MiB/s');
        expect(whole).toMatchObject({ code: 0, stderr: '' });

        await loseObject(bucket);
        const found = await verify('--repair');
        expect(found.code).toBe(1);
        expect(found.stdout).toContain('"kind":"blob-missing"');
        expect((await client.head(`/v2/acme/app/blobs/${digestOf(LARGE)}`)).status).toBe(404);
        await pushBlob(client, 'acme/app', LARGE);
        expect((await client.get(`/v2/acme/other/blobs/${digestOf(LARGE)}`)).text).toBe(LARGE);
        expect(await verify()).toMatchObject({ code: 0 });
      });
    },
    PATIENCE,
  );
});

/** Where the objects of a bucket lie: to this server an object is a folder with a file that describes it. */
async function listObjects(bucket: string): Promise<string[]> {
  const names = await readdir(bucket, { recursive: true });
  return names.filter((name) => name.endsWith('/xl.meta')).map((name) => join(bucket, dirname(name)));
}

/** Removes the only object as large as {@link LARGE}, as somebody with a shell on the server could. */
async function loseObject(bucket: string): Promise<void> {
  for (const object of await listObjects(bucket)) {
    const files = await readdir(object, { recursive: true });
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(object, file))).size));
    if (Math.max(...sizes) < LARGE.length) continue;
    await rm(object, { recursive: true });
    return;
  }
  throw new Error(`no object has ${LARGE.length} bytes`);
}
