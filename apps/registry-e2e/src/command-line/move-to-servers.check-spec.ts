/* eslint-disable @nx/enforce-module-boundaries -- servers for tests, beside the drivers that they are for */
import {
  findPostgres,
  PostgresServer,
  SKIPPED,
} from '../../../../libs/storage/metadata/src/testing/postgres-server.js';
import { findMinio, MinioServer, skippedLine } from '../../../../libs/storage/s3/src/testing/minio-server.js';
/* eslint-enable @nx/enforce-module-boundaries */
import { digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someBytes } from '../clients/some-bytes.js';
import { margoRegistry } from '../harness/command-line.js';
import { pushBlob } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { fillSite, LARGE, lookAt } from './site.js';

const PATIENCE = 120_000;
/** Blobs of {@link MANY} bytes, so that a move takes a while. */
const BLOBS = 200;
const MANY = 100_000;
/** Milliseconds after which a run is killed: some have hardly begun then, some are nearly done. */
const KILLS = [500, 600, 700, 800, 900];

const postgres = findPostgres(process.env);
const minio = findMinio(process.env);

describe('a site that began embedded', () => {
  if (postgres === undefined || minio === undefined) {
    it('grows wherever there are servers', () => {
      process.stdout.write(postgres === undefined ? SKIPPED : skippedLine(process.env));
    });
    return;
  }
  let directory: string;
  let servers: { postgres: PostgresServer; minio: MinioServer };
  let environment: Record<string, string>;
  let before: Record<string, unknown>;
  const settingsOf = (side: string) => join(directory, `${side}.yaml`);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-grow-'));
    servers = { postgres: await PostgresServer.start(postgres), minio: await MinioServer.start(minio) };
    await writeFile(
      settingsOf('embedded'),
      `blobs:\n  directory: ${directory}/blobs\nmetadata:\n  file: ${directory}/registry.db\n`,
    );
    const { endpoint, accessKey, secretKey } = servers.minio;
    const bucket = await servers.minio.makeBucket();
    await writeFile(
      settingsOf('servers'),
      `blobs:\n  driver: s3\n  endpoint: ${endpoint}\n  bucket: ${bucket}\n  accessKey: ${accessKey}\nmetadata:\n  driver: postgres\n`,
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
    await servers.postgres.destroy();
    await servers.minio.stop();
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
  const move = (killAfter?: number) => {
    const secrets = Object.entries(environment).map(([name, value]) => [`TO_${name}`, value]);
    const args = ['move-store', '--from', settingsOf('embedded'), '--to', settingsOf('servers'), '--json'];
    return margoRegistry(args, Object.fromEntries(secrets) as Record<string, string>, { killAfter });
  };
  const verify = (...more: string[]) =>
    margoRegistry(['verify', '--settings', settingsOf('servers'), '--json', ...more], environment);

  it(
    'grows into Postgres and S3, though the move is killed again and again, and loses nothing',
    async () => {
      for (const after of KILLS) await move(after);
      const moved = await move();
      expect(moved).toMatchObject({ code: 0, stderr: '' });
      const { blobs, damaged } = JSON.parse(moved.stdout) as {
        blobs: { copied: number; skipped: number };
        damaged: unknown[];
      };
      process.stdout.write(
        `after ${KILLS.length} kills ${blobs.skipped} blobs were there, ${blobs.copied} were not\n`,
      );
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

        await loseObject(servers.minio, digestOf(LARGE));
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

/** Removes the only object of this blob's size, as an administrator of the bucket could. */
async function loseObject({ client }: MinioServer, digest: string): Promise<void> {
  const [bucket] = await client.listBuckets();
  let lost = 0;
  for await (const object of client.listObjectsV2(bucket!.name, '', true)) {
    const { name, size } = object as { name: string; size: number };
    if (size !== LARGE.length) continue;
    await client.removeObject(bucket!.name, name);
    lost += 1;
  }
  if (lost === 0) throw new Error(`no object is ${digest}`);
}
