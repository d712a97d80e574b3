import { digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { margoRegistry } from '../harness/command-line.js';
import { pushBlob, pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { fillSite, LARGE, lookAt } from './site.js';

/** Milliseconds for what starts processes. */
const PATIENCE = 60_000;

describe('a registry that moves to other stores', () => {
  let directory: string;
  let before: Record<string, unknown>;
  const place = (side: string) => join(directory, side);
  const settingsOf = (side: string) => join(directory, `${side}.yaml`);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-move-'));
    await writeSettings('old', '');
    await writeSettings('new', '  inline: 0\n');
    await onRegistry('old', async (client) => {
      await fillSite(client);
      before = await lookAt(client);
    });
  }, PATIENCE);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const writeSettings = (side: string, more: string) =>
    writeFile(
      settingsOf(side),
      `blobs:\n  directory: ${place(side)}/blobs\n${more}metadata:\n  file: ${place(side)}/registry.db\n`,
    );
  const onRegistry = async (side: string, use: (client: RegistryClient) => Promise<void>): Promise<void> => {
    const registry = await RunningRegistry.start({ directory: place(side) });
    const client = new RegistryClient(registry.url);
    try {
      await use(client);
    } finally {
      await client.close();
      await registry.stop();
    }
  };
  const move = (...more: string[]) =>
    margoRegistry(['move-store', '--from', settingsOf('old'), '--to', settingsOf('new'), ...more]);

  it('is refused while the registry runs, with a sentence and 78', async () => {
    await onRegistry('old', async () => {
      const moved = await move();
      expect(moved).toMatchObject({ code: 78, stdout: '' });
      expect(moved.stderr).toMatch(/registry\.db is in use: stop the registry/);
      const verified = await margoRegistry(['verify', '--settings', settingsOf('old')]);
      expect(verified).toMatchObject({ code: 78, stderr: moved.stderr });
    });
  }, 60_000);

  it('answers every pull afterwards as it did before, and a second run has nothing to do', async () => {
    const moved = await move('--format', 'json');
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(moved.stdout)).toMatchObject({ damaged: [], uploadsLeftBehind: 1 });
    const { facts, blobs } = JSON.parse(moved.stdout) as {
      facts: { tag: number };
      blobs: { copied: number };
    };
    expect(facts.tag).toBe(3);
    const again = await move();
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${blobs.copied} were there already`),
    });

    await onRegistry('new', async (client) => {
      expect(await lookAt(client)).toEqual(before);
      await pushImage(client, 'acme/app', 'v2');
    });
    expect(await move()).toMatchObject({ code: 78, stderr: expect.stringContaining('not of this source') });
  }, 60_000);

  it('is whole by verify, which finds a flipped byte with 1', async () => {
    const verify = (...more: string[]) => margoRegistry(['verify', '--settings', settingsOf('new'), ...more]);
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining(': 0 faults, 0 notes') });

    await flipByte(join(place('new'), 'blobs'));
    const found = await verify('--format', 'json', '--repair');
    expect(found.code).toBe(1);
    const [finding, summary] = found.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(finding).toMatchObject({ kind: 'blob-wrong', digest: digestOf(LARGE), repaired: true });
    expect(summary).toMatchObject({ summary: { faults: 1, repaired: 1 } });
    await onRegistry('new', async (client) => {
      expect((await client.head(`/v2/acme/app/blobs/${digestOf(LARGE)}`)).status).toBe(404);
      await pushBlob(client, 'acme/app', LARGE);
      expect((await client.get(`/v2/acme/other/blobs/${digestOf(LARGE)}`)).text).toBe(LARGE);
    });
  }, 60_000);
});

/** In the largest file. */
async function flipByte(directory: string): Promise<void> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const file of names.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    const bytes = await readFile(path);
    if (bytes.length !== LARGE.length) continue;
    bytes[1_000_000]! ^= 1;
    await writeFile(path, bytes);
  }
}
