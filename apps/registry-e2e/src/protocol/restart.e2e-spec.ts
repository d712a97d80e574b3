import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demand, pushBlob, pushImage, pushManifest } from '../harness/pushes.js';
import { refusedStart } from '../harness/refused-start.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const LARGE = 'L'.repeat(100_000);
/** Milliseconds for a test that starts processes. */
const PATIENCE = 40_000;

describe('a registry', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-restart-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const start = (environment = {}) => RunningRegistry.start({ directory, environment });

  it(
    'that was stopped and started again has everything that it had, and ends with code 0',
    async () => {
      const digests = await during(start(), async (client) => {
        await pushBlob(client, 'kept', LARGE);
        const image = await pushImage(client, 'kept', 'v1');
        const referrer = await pushManifest(
          client,
          'kept',
          aManifest().withSubject(aDescriptor('subject')).withLayer(aDescriptor(LARGE)),
        );
        return { image, referrer };
      });
      await during(start(), async (client) => {
        expect((await client.get(`/v2/kept/blobs/${digestOf(LARGE)}`)).text).toBe(LARGE);
        expect((await client.get(`/v2/kept/blobs/${digestOf('layer of v1')}`)).text).toBe('layer of v1');
        expect((await client.get('/v2/kept/manifests/v1')).header('docker-content-digest')).toBe(
          digests.image,
        );
        expect((await client.get('/v2/kept/tags/list')).json).toEqual({ name: 'kept', tags: ['v1'] });
        expect((await client.get(`/v2/kept/referrers/${digestOf('subject')}`)).text).toContain(
          digests.referrer,
        );
        expect((await client.get('/v2/_catalog')).json).toEqual({ repositories: ['kept'] });
      });
    },
    PATIENCE,
  );

  it.each([
    ['small', 'half '],
    ['large', LARGE],
  ])(
    'goes on with a %s unfinished upload after a restart',
    async (_size, content) => {
      const location = await during(start(), async (client) => {
        const upload = await UploadSession.begin(client, 'unfinished');
        demand(await upload.patch(content), 202);
        return upload.location;
      });
      await during(start(), async (client) => {
        expect((await client.get(location)).header('range')).toBe(`0-${content.length - 1}`);
        const digest = digestOf(`${content}done`);
        demand(await client.put(`${location}?digest=${digest}`, { body: 'done' }), 201);
        expect((await client.get(`/v2/unfinished/blobs/${digest}`)).text).toBe(`${content}done`);
      });
    },
    PATIENCE,
  );

  it(
    'reads small blobs wherever they were put, when the threshold has changed',
    async () => {
      await during(start({ REGISTRY_BLOBS_INLINE: '0' }), (client) =>
        pushBlob(client, 'threshold', 'outside'),
      );
      await during(start({ REGISTRY_BLOBS_INLINE: '1MiB' }), async (client) => {
        expect((await client.get(`/v2/threshold/blobs/${digestOf('outside')}`)).text).toBe('outside');
        await pushBlob(client, 'threshold', LARGE);
      });
      await during(start({ REGISTRY_BLOBS_INLINE: '0' }), async (client) => {
        expect((await client.get(`/v2/threshold/blobs/${digestOf(LARGE)}`)).text).toBe(LARGE);
      });
    },
    PATIENCE,
  );

  it(
    'holds its database: a second process is refused with code 78 and a sentence that names the file',
    async () => {
      const registry = await start();
      const file = join(directory, 'registry.db');
      const refused = await refusedStart({
        REGISTRY_METADATA_FILE: file,
        REGISTRY_BLOBS_DIRECTORY: join(directory, 'blobs'),
      });
      expect(refused.code).toBe(78);
      expect(refused.stderr).toContain(file);
      expect(refused.stderr).not.toMatch(/^\s+at /m);
      expect(await registry.stop()).toBe(0);
    },
    PATIENCE,
  );

  it(
    'with the blobs of another database is refused with code 78',
    async () => {
      await during(start(), (client) => pushBlob(client, 'owner', LARGE));
      const refused = await refusedStart({
        REGISTRY_METADATA_FILE: join(directory, 'another.db'),
        REGISTRY_BLOBS_DIRECTORY: join(directory, 'blobs'),
      });
      expect([refused.code, refused.stderr]).toEqual([
        78,
        expect.stringContaining('belongs to another database'),
      ]);
    },
    PATIENCE,
  );
});

describe('a start with faulty settings', () => {
  it.concurrent(
    'ends with code 78 and names every fault, its variable and an example',
    async () => {
      const { code, stderr } = await refusedStart({
        REGISTRY_HTTP_PORT: 'http',
        REGISTRY_LOG_LEVEL: 'loud',
        REGISTRY_UPLOADS_IDLE: 'soon',
      });
      expect(code).toBe(78);
      for (const variable of ['REGISTRY_HTTP_PORT', 'REGISTRY_LOG_LEVEL', 'REGISTRY_UPLOADS_IDLE']) {
        expect(stderr).toMatch(new RegExp(`^${variable}: .*for example `, 'm'));
      }
    },
    PATIENCE,
  );

  it.concurrent.each([
    ['two workers', { REGISTRY_HTTP_WORKERS: '2' }, 'REGISTRY_HTTP_WORKERS'],
    ['access mode bearer', { REGISTRY_ACCESS_MODE: 'bearer' }, 'REGISTRY_ACCESS_MODE'],
    ['an open address', { REGISTRY_HTTP_HOST: '0.0.0.0' }, 'REGISTRY_ACCESS_OPEN'],
    ['a file that is not there', { REGISTRY_SETTINGS: '/nowhere/settings.yaml' }, '/nowhere/settings.yaml'],
    ['a threshold that is too large', { REGISTRY_BLOBS_INLINE: '2MiB' }, 'REGISTRY_BLOBS_INLINE'],
    ['an unknown driver', { REGISTRY_BLOBS_DRIVER: 'nothing' }, 'REGISTRY_BLOBS_DRIVER'],
  ])(
    'such as %s ends with code 78 and a sentence, and never listens',
    async (_what, environment, mentioned) => {
      const { code, stderr, stdout } = await refusedStart(environment);
      expect([code, stdout]).toEqual([78, expect.not.stringContaining('listening')]);
      expect(stderr).toContain(mentioned);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    PATIENCE,
  );

  it.concurrent(
    'such as an unknown key in the settings file ends with code 78',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'margo-registry-settings-'));
      const file = join(directory, 'settings.yaml');
      await writeFile(file, 'http: { prot: 5000 }\n');
      const { code, stderr } = await refusedStart({ REGISTRY_SETTINGS: file });
      await rm(directory, { recursive: true });
      expect([code, stderr]).toEqual([78, expect.stringContaining('prot')]);
    },
    PATIENCE,
  );

  it.concurrent(
    'starts on an open address when that is asked for',
    async () => {
      const registry = await RunningRegistry.start({
        environment: { REGISTRY_HTTP_HOST: '0.0.0.0', REGISTRY_ACCESS_OPEN: 'true' },
      });
      expect(registry.stdout.join('\n')).toContain('"msg":"listening"');
      expect(await registry.stop()).toBe(0);
    },
    PATIENCE,
  );
});

/** Works with a client of a running registry, stops it, and expects a clean end. */
async function during<T>(
  starting: Promise<RunningRegistry>,
  work: (client: RegistryClient) => Promise<T>,
): Promise<T> {
  const registry = await starting;
  const client = new RegistryClient(registry.url);
  try {
    return await work(client);
  } finally {
    await client.close();
    expect(await registry.stop()).toBe(0);
  }
}
