import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demand, pushBlob, pushImage, pushManifest } from '../harness/pushes.js';
import { refusedStart } from '../harness/refused-start.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const LARGE = 'L'.repeat(100_000);
/** Bytes of the uploads that are left open: some stay beside the facts, some lie in the blob store. */
const UNFINISHED = [
  ['small', 'half '],
  ['large', LARGE],
] as const;
/** Milliseconds for what starts processes. */
const PATIENCE = 40_000;

describe('a registry that was stopped and started again', () => {
  const pushed: { image?: string; referrer?: string; uploads: string[] } = { uploads: [] };
  let directory: string;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-restart-'));
    await start();
    await pushBlob(client, 'kept', LARGE);
    pushed.image = await pushImage(client, 'kept', 'v1');
    const referrer = aManifest().withSubject(aDescriptor('subject')).withLayer(aDescriptor(LARGE));
    pushed.referrer = await pushManifest(client, 'kept', referrer);
    for (const [, content] of UNFINISHED) {
      const upload = await UploadSession.begin(client, 'unfinished');
      demand(await upload.patch(content), 202);
      pushed.uploads.push(upload.location);
    }
    await restart();
  }, PATIENCE);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await rm(directory, { recursive: true, force: true });
  }, PATIENCE);

  it('has everything that it had', async () => {
    expect((await client.get(`/v2/kept/blobs/${digestOf(LARGE)}`)).text).toBe(LARGE);
    expect((await client.get(`/v2/kept/blobs/${digestOf('layer of v1')}`)).text).toBe('layer of v1');
    expect((await client.get('/v2/kept/manifests/v1')).header('docker-content-digest')).toBe(pushed.image);
    expect((await client.get('/v2/kept/tags/list')).json).toEqual({ name: 'kept', tags: ['v1'] });
    expect((await client.get(`/v2/kept/referrers/${digestOf('subject')}`)).text).toContain(pushed.referrer);
    expect((await client.get('/v2/_catalog')).json).toEqual({ repositories: ['kept'] });
  });

  it.each(UNFINISHED)('goes on with a %s unfinished upload', async (size, content) => {
    const location = pushed.uploads[size === 'small' ? 0 : 1]!;
    expect((await client.get(location)).header('range')).toBe(`0-${content.length - 1}`);
    const digest = digestOf(`${content}done`);
    demand(await client.put(`${location}?digest=${digest}`, { body: 'done' }), 201);
    expect((await client.get(`/v2/unfinished/blobs/${digest}`)).text).toBe(`${content}done`);
  });

  it(
    'holds its database: a second process is refused with code 78 and a sentence that names the file',
    async () => {
      const file = join(directory, 'registry.db');
      const blobs = join(directory, 'blobs');
      const refused = await refusedStart({ REGISTRY_METADATA_FILE: file, REGISTRY_BLOBS_DIRECTORY: blobs });
      expectSentence(refused, file);
      expect((await client.get('/v2/')).status).toBe(200);
    },
    PATIENCE,
  );

  it(
    'holds its blobs: the database of another registry is refused with code 78',
    async () => {
      const blobs = join(directory, 'blobs');
      const file = join(directory, 'another.db');
      const refused = await refusedStart({ REGISTRY_METADATA_FILE: file, REGISTRY_BLOBS_DIRECTORY: blobs });
      expectSentence(refused, 'belongs to another database');
    },
    PATIENCE,
  );

  it(
    'reads blobs wherever they were put, when the threshold of small ones has changed',
    async () => {
      await restart({ REGISTRY_BLOBS_INLINE: '1MiB' });
      expect((await client.get(`/v2/kept/blobs/${digestOf(LARGE)}`)).text).toBe(LARGE);
      await pushBlob(client, 'kept', `inside ${LARGE}`);
      await restart({ REGISTRY_BLOBS_INLINE: '0' });
      expect((await client.get(`/v2/kept/blobs/${digestOf(`inside ${LARGE}`)}`)).text).toBe(
        `inside ${LARGE}`,
      );
      expect((await client.get(`/v2/kept/blobs/${digestOf('layer of v1')}`)).text).toBe('layer of v1');
      await pushBlob(client, 'kept', 'small and outside');
      expect((await client.get(`/v2/kept/blobs/${digestOf('small and outside')}`)).text).toBe(
        'small and outside',
      );
    },
    PATIENCE,
  );

  async function start(environment = {}): Promise<void> {
    registry = await RunningRegistry.start({ directory, environment });
    client = new RegistryClient(registry.url);
  }

  /** Every stop is a clean one: code 0. */
  async function restart(environment = {}): Promise<void> {
    await client.close();
    expect(await registry.stop()).toBe(0);
    await start(environment);
  }

  function expectSentence({ code, stderr }: { code: number | null; stderr: string }, part: string): void {
    expect([code, stderr]).toEqual([78, expect.stringContaining(part)]);
    expect(stderr).not.toMatch(/^\s+at /m);
  }
});
