import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { margoRegistry } from '../harness/command-line.js';
import { pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';

/** Milliseconds for what starts processes. */
const PATIENCE = 60_000;
const REASON = 'moving to new disks';

describe('a registry whose operator switches it to read-only', () => {
  let directory: string;
  let upload: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-read-only-'));
    const place = join(directory, 'data');
    await writeFile(
      join(directory, 'settings.yaml'),
      `blobs:\n  directory: ${place}/blobs\nmetadata:\n  file: ${place}/registry.db\n`,
    );
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const switchTo = (...args: string[]) => margoRegistry(['read-only', ...args, '--format', 'json']);
  const whereItIs = () => ['--settings', join(directory, 'settings.yaml')];
  const onRegistry = async (use: (client: RegistryClient, url: string) => Promise<void>): Promise<void> => {
    const registry = await RunningRegistry.start({ directory: join(directory, 'data') });
    const client = new RegistryClient(registry.url);
    try {
      await use(client, registry.url);
    } finally {
      await client.close();
      await registry.stop();
    }
  };

  it(
    'refuses pushes and answers pulls from then on',
    () =>
      onRegistry(async (client, url) => {
        await pushImage(client, 'acme/app', 'v1');
        const begun = await client.post('/v2/acme/app/blobs/uploads/');
        const half = await client.patch(begun.getHeader('location'), { body: 'half' });
        upload = half.getHeader('location');

        expect(await switchTo('on', '--reason', REASON, '--url', url)).toMatchObject({ code: 0, stderr: '' });
        const refused = await client.patch(upload, { body: 'more' });
        expect([refused.status, refused.header('retry-after')]).toEqual([503, '30']);
        expect(refused.text).toContain(REASON);
        expect((await client.get('/v2/acme/app/manifests/v1')).status).toBe(200);
      }),
    PATIENCE,
  );

  it(
    'stays so when it is started again, and goes on with the open upload when it is switched off',
    () =>
      onRegistry(async (client, url) => {
        expect((await client.post('/v2/acme/app/blobs/uploads/')).status).toBe(503);
        const { stdout } = await switchTo('status', '--url', url);
        expect(JSON.parse(stdout)).toMatchObject({ readOnly: true, reason: REASON });

        expect(await switchTo('off', '--url', url)).toMatchObject({
          code: 0,
          stdout: '{"readOnly":false}\n',
        });
        expect((await client.get(upload)).header('range')).toBe('0-3');
        expect((await client.patch(upload, { body: 'more' })).status).toBe(202);
      }),
    PATIENCE,
  );

  it(
    'can be switched while it is stopped',
    async () => {
      expect(await switchTo('on', '--reason', REASON, ...whereItIs())).toMatchObject({ code: 0 });
      await onRegistry(async (client) => {
        expect((await client.post('/v2/acme/app/blobs/uploads/')).status).toBe(503);
      });
      expect(await switchTo('off', ...whereItIs())).toMatchObject({ code: 0 });
    },
    PATIENCE,
  );

  it('is asked for with a reason and with an address where somebody answers', async () => {
    expect(await switchTo('on', '--url', 'http://127.0.0.1:1')).toMatchObject({ code: 2 });
    expect(await switchTo('off', '--reason', REASON, '--url', 'http://127.0.0.1:1')).toMatchObject({
      code: 2,
    });
    expect(await switchTo('status', '--url', 'http://127.0.0.1:1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No registry answers'),
    });
  });
});
