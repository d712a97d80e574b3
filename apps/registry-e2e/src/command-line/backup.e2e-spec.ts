import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { margoRegistry } from '../harness/command-line.js';
import { RegistryClient } from '../harness/registry-client.js';
import { until } from '../harness/condition.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { BackupLoad, pullEach, type Acknowledged } from './backup-load.js';
import { fillSite, lookAt } from './site.js';

/** Milliseconds for what starts processes. */
const PATIENCE = 60_000;
/** The collector and the deletion of bytes are at work all the time, with a grace that is just enough for a push. */
const EAGER = { REGISTRY_COLLECTION_GRACE: '5s', REGISTRY_COLLECTION_INTERVAL: '1s' };

describe('a registry that is backed up', () => {
  let directory: string;
  let before: readonly Acknowledged[];
  let site: Record<string, unknown>;
  const place = (side: string) => join(directory, side);
  const settingsOf = (side: string) => join(directory, `${side}.yaml`);
  const writeSettings = (side: string, more: string) =>
    writeFile(
      settingsOf(side),
      `blobs:\n  directory: ${place(side)}/blobs\n${more}metadata:\n  file: ${place(side)}/registry.db\n`,
    );
  const backUp = (...more: string[]) =>
    margoRegistry(['backup', '--to', place('backup'), '--format', 'json', ...more]);
  const restore = (side: string) =>
    margoRegistry(['restore', '--from', place('backup'), '--settings', settingsOf(side)]);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-backup-'));
    await writeSettings('old', '');
    await writeSettings('new', '  inline: 0\n');
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const onRegistry = async (
    side: string,
    use: (client: RegistryClient, registry: RunningRegistry) => Promise<void>,
  ): Promise<void> => {
    const registry = await RunningRegistry.start({ directory: place(side), environment: EAGER });
    const client = new RegistryClient(registry.url);
    try {
      await use(client, registry);
    } finally {
      await client.close();
      await registry.stop();
    }
  };

  it(
    'gives a whole copy while clients push and delete, and a second run copies only what is new',
    async () => {
      await onRegistry('old', async (client, { url }) => {
        await fillSite(client);
        site = await lookAt(client);
        const load = new BackupLoad(client, 3);
        await until(() => load.acknowledged.length >= 30, 20_000);
        const first = await backUp('--url', url);
        expect(first).toMatchObject({ code: 0 });
        before = [...load.acknowledged];
        const second = await backUp('--url', url);
        await load.stop();
        expect(second).toMatchObject({ code: 0 });
        const { copied } = JSON.parse(first.stdout) as { copied: number };
        expect(JSON.parse(second.stdout)).toMatchObject({ damaged: [], skipped: expect.any(Number) });
        expect((JSON.parse(second.stdout) as { skipped: number }).skipped).toBeGreaterThanOrEqual(30);
        expect(copied).toBeGreaterThanOrEqual(30);
        expect(await readdir(place('backup'))).toHaveLength(3);
      });
    },
    PATIENCE,
  );

  it(
    'is destroyed, restored, whole by verify, and answers every pull of what was acknowledged before',
    async () => {
      await rm(place('old'), { recursive: true });
      const restored = await restore('new');
      expect(restored).toMatchObject({ code: 0, stderr: '' });
      expect(await margoRegistry(['verify', '--settings', settingsOf('new')])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(': 0 faults'),
      });
      await onRegistry('new', async (client) => {
        await pullEach(client, before);
        expect(await lookAt(client)).toMatchObject({ ...site, catalog: expect.anything() });
      });
    },
    PATIENCE,
  );

  it(
    'is copied from its files when it is stopped, and only ever restored into stores that are its own or empty',
    async () => {
      const ended = await backUp('--settings', settingsOf('new'));
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(await restore('new')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(' 0 blobs copied'),
      });
      await onRegistry('new', async (client) => {
        expect(await restore('new')).toMatchObject({
          code: 78,
          stderr: expect.stringContaining('is in use'),
        });
        await fillSite(client);
      });
      expect(await restore('new')).toMatchObject({
        code: 78,
        stderr: expect.stringContaining('are not empty'),
      });
    },
    PATIENCE,
  );

  it('is refused with 1 where the folder holds no whole backup, or nobody answers', async () => {
    await rm(join(place('backup'), 'backup.json'));
    expect(await restore('new')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no whole backup'),
    });
    expect(await backUp('--url', 'http://127.0.0.1:1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No registry answers'),
    });
  });
});
