import { expectRefusedStart } from '../faults/expect-refused-start.js';
import { margoRegistry } from '../harness/command-line.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { expectCollected } from './collection.js';
import { pathOf, readContents } from './kept-releases.js';
import { OpenedRelease, type ReleaseEngine } from './opened-release.js';
import { compareAnswers, followTags, missAbsent, pullAll } from './reads.js';
import { fillWaiting, finishUploads, keepVersions, pushMore } from './writes.js';

/** All that waits for the collector has waited long enough. */
const EAGER = { REGISTRY_COLLECTION_GRACE: '1s', REGISTRY_COLLECTION_INTERVAL: '1s' };

/** The promise of every release about the data of the earlier ones. `findEngine` is asked once the tests run. */
export function describeRelease(release: string, findEngine: () => ReleaseEngine): void {
  let opened: OpenedRelease;
  beforeAll(async () => {
    opened = await OpenedRelease.unpack(release, findEngine());
  });

  it('are brought up to date by the start: the migrations of the release stand, those since then follow', () =>
    expectMigrations(opened, findEngine()));

  it('answer every pull, list and look-up as the release did', () =>
    opened.onRegistry(async (client) => {
      await pullAll(client, opened.contents);
      await followTags(client, opened.contents);
      await compareAnswers(client, opened.contents);
      await missAbsent(client, opened.contents);
    }));

  it('lose nothing to the collector but what was idle', () =>
    opened.onRegistry(async (client) => {
      await expectCollected(client, opened.contents);
      await pullAll(client, opened.contents);
      await followTags(client, opened.contents);
      await compareAnswers(client, opened.contents);
    }, EAGER));

  it('are worked on: open uploads go on, versions stay, aliases move, what was waited for comes', async () => {
    await opened.onRegistry(async (client) => {
      await finishUploads(client, opened.contents);
      await keepVersions(client, opened.contents);
      await fillWaiting(client, opened.contents);
      await pushMore(client);
      await pullAll(client, opened.contents);
    });
    const verified = await margoRegistry(['verify'], opened.environment);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(': 0 faults') });
  });

  it('come back from the backup that the release made, into empty stores', () =>
    expectRestored(release, findEngine()));

  it('are refused by this release once a later one has worked on them, and by every command', () =>
    expectRefusedWhenNewer(opened));
}

async function expectMigrations(opened: OpenedRelease, engine: ReleaseEngine): Promise<void> {
  const { contents, stores } = opened;
  expect(await stores.listMigrations()).toEqual(contents.migrations);
  await opened.onRegistry(async () => undefined);
  const fresh = await engine.makeEmpty();
  await (await RunningRegistry.start({ environment: fresh.environment })).stop();
  const today = await fresh.listMigrations();
  expect(await stores.listMigrations()).toEqual(today);
  expect(today.slice(0, contents.migrations.length)).toEqual(contents.migrations);
}

/** The backup is that of the embedded stores, whatever it is restored into. */
async function expectRestored(release: string, engine: ReleaseEngine): Promise<void> {
  const contents = readContents(release, 'embedded');
  const { environment } = await engine.makeEmpty();
  const restored = await margoRegistry(['restore', '--from', pathOf(release, 'backup')], environment);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const registry = await RunningRegistry.start({ environment });
  const client = new RegistryClient(registry.url);
  try {
    await pullAll(client, contents);
    await followTags(client, contents);
    await compareAnswers(client, contents);
  } finally {
    await client.close();
    await registry.stop();
  }
}

async function expectRefusedWhenNewer({ stores, environment }: OpenedRelease): Promise<void> {
  await stores.makeNewer('later-9999999999999');
  const reasons = [/newer version of the registry/, /later-9999999999999/, /run that version, or restore/];
  await expectRefusedStart(environment, ...reasons);
  for (const command of [['verify'], ['collect'], ['backup', '--to', 'nowhere']]) {
    const { code, stderr } = await margoRegistry(command, environment);
    expect([command, code]).toEqual([command, 78]);
    for (const reason of reasons) expect(stderr).toMatch(reason);
  }
}
