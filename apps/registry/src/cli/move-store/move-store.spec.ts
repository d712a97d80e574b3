import { aDescriptor, aManifest, anIndex, digestOf } from '@margo-registry/oci/testing';
import { FilesystemBlobStore } from '@margo-registry/storage-filesystem';
import { MemoryBlobStore, StorageError } from '@margo-registry/storage-core';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_PROGRESS, SomeStores } from '../testing/some-stores.js';
import { moveStore } from './move-store.js';

const LARGE = 'L'.repeat(100_000);
const KIB = 1024;

describe('moving a store', () => {
  const opened: SomeStores[] = [];
  let source: SomeStores;
  beforeEach(async () => {
    source = await open((directory) => new FilesystemBlobStore(directory));
  });
  afterEach(async () => {
    for (const stores of opened.splice(0)) await stores.close();
  });
  const open: typeof SomeStores.open = async (makeBlobs) => {
    const stores = await SomeStores.open(makeBlobs);
    opened.push(stores);
    return stores;
  };
  const move = (target: SomeStores, inline = 32 * KIB) =>
    moveStore({ source, target, inline, progress: NO_PROGRESS });

  /** Something of everything: shared and empty blobs, an index, a referrer, a manifest that waits, an upload. */
  const fill = async (): Promise<void> => {
    await source.pushLarge('acme/app', LARGE, 1000);
    await source.pushLarge('acme/other', LARGE, 2000);
    await source.pushSmall('acme/app', '');
    await source.pushSmall('acme/lonely', 'nobody refers to it', 3000);
    const image = aManifest().withLayer(aDescriptor(LARGE)).withAnnotation('a', 'b');
    await source.pushSmall('acme/app', '{}');
    await source.pushManifest('acme/app', image, 'v1', 'latest');
    await source.pushManifest('acme/app', anIndex().withManifest(image.describe()), 'index');
    await source.pushManifest('acme/app', aManifest().withSubject(image.describe()).withArtifactType('sbom'));
    const sparse = aManifest().withLayer(aDescriptor('never pushed'));
    await source.pushManifest('mirror/app', sparse, 'sparse');
    await source.metadata.commands.keepUploadBytes({
      id: 'u1',
      repository: 'acme/app',
      caller: null,
      expectedSize: 0,
      bytes: Buffer.from('half'),
    });
  };

  it('brings every fact and every byte, and leaves unfinished uploads behind', async () => {
    await fill();
    const target = await open();
    const report = await move(target);

    expect(await target.everything()).toEqual(await source.everything());
    expect(report).toMatchObject({
      facts: { repository: 4, link: 5, manifest: 4, tag: 4 },
      blobs: { copied: 4, skipped: 0 },
      damaged: [],
      uploadsLeftBehind: 1,
    });
    expect(await target.metadata.queries.countOpenUploads()).toBe(0);
    expect(target.metadata.identity.id).not.toBe(source.metadata.identity.id);
  });

  it('keeps small blobs where the threshold of the target wants them', async () => {
    await fill();
    const [none, much] = [await open(), await open()];
    await move(none, 0);
    await move(much, 1024 * KIB);

    expect(await none.everything()).toEqual(await source.everything());
    expect(await much.everything()).toEqual(await source.everything());
    expect(await placesOf(none)).toEqual({ small: 1, large: 3 });
    expect(await placesOf(much)).toEqual({ small: 4, large: 0 });
  });

  it('keeps what waits waiting: the blob that comes later fills it', async () => {
    await fill();
    const target = await open();
    await move(target);
    await target.pushSmall('mirror/app', 'never pushed');

    const { items } = await target.metadata.queries.listManifestFacts('mirror/app', { limit: 1 });
    expect(items[0]!.references.map(({ present }) => present)).toEqual([false, true]);
  });

  it('goes on where it was cut off, and copies nothing twice', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      await source.pushLarge('acme/app', LARGE + name);
    const blobs = new FailingBlobStore(3);
    const target = await open(() => blobs);
    await expect(move(target)).rejects.toMatchObject({ kind: 'unavailable' });
    blobs.appendsLeft = Infinity;
    const report = await move(target);

    expect(report.blobs).toMatchObject({ copied: 5, skipped: 3 });
    expect(await target.everything()).toEqual(await source.everything());
    expect(await countStored(blobs)).toBe(8);
  });

  it('is done with everything when it is run once more', async () => {
    await fill();
    const target = await open();
    await move(target);
    const before = await target.everything();
    const report = await move(target);

    expect(report.blobs).toEqual({ copied: 0, skipped: 4, bytes: 0 });
    expect(await target.everything()).toEqual(before);
  });

  it('copies again what the target has lost since the former run', async () => {
    const digest = await source.pushLarge('acme/app', LARGE);
    const target = await open();
    await move(target);
    const [fact] = await target.metadata.queries.findBlobFacts([digest]);
    await target.blobs.delete((fact!.content as { location: string }).location);

    expect((await move(target)).blobs).toMatchObject({ copied: 1 });
    expect(await target.everything()).toEqual(await source.everything());
  });

  it('names a blob with a flipped byte and who has it, copies the rest, and lets clients push it again', async () => {
    await fill();
    await flipByte(join(source.directory, 'blobs'));
    const target = await open();
    const report = await move(target);

    expect(report.damaged).toEqual([
      { kind: 'blob', digest: digestOf(LARGE), damage: 'wrong', repositories: ['acme/app', 'acme/other'] },
    ]);
    expect(report.facts.manifest).toBe(4);
    expect(await target.metadata.queries.findBlob('acme/app', digestOf(LARGE))).toBeUndefined();
    expect(await countStored(target.blobs)).toBe(0);
    await target.pushLarge('acme/app', LARGE);
    expect(await target.metadata.queries.findBlob('acme/other', digestOf(LARGE))).toMatchObject({
      size: LARGE.length,
    });
  });

  it('names lost and short blobs and small ones with wrong bytes', async () => {
    const lost = await source.pushLarge('acme/app', LARGE);
    await source.blobs.delete((await locationOf(source, lost))!);
    const short = await source.pushLarge('acme/app', `${LARGE}2`);
    const file = await fileOf(source.directory, (await locationOf(source, short))!);
    await writeFile(file, LARGE);
    const small = await source.pushSmall('acme/app', 'small');
    await overwrite(source, small, 'smell');
    const report = await move(await open());

    const damages = report.damaged.map(({ digest, damage }) => [digest, damage]);
    expect(new Map(damages as [string, string][])).toEqual(
      new Map([
        [lost, 'missing'],
        [short, 'short'],
        [small, 'wrong'],
      ]),
    );
  });

  it('leaves a damaged manifest behind with its tags, and says so', async () => {
    const whole = await source.pushImage('acme/app', 'v1');
    const { items } = await source.metadata.queries.listManifestFacts('acme/app', { limit: 1 });
    const digest = digestOf('another');
    await source.metadata.commands.importFacts({
      facts: [
        { ...items[0]!, digest },
        { fact: 'tag', repository: 'acme/app', name: 'bad', manifest: digest, updatedAt: 1 },
      ],
    });
    const target = await open();
    const report = await move(target);

    expect(report.damaged).toMatchObject([{ kind: 'manifest', digest, repositories: ['acme/app'] }]);
    expect(report.tagsLeftBehind).toEqual(['acme/app:bad']);
    expect(await target.metadata.queries.findManifest('acme/app', { tag: 'v1' })).toMatchObject({
      digest: whole,
    });
  });

  it.each([
    ['a repository', (target: SomeStores) => target.pushSmall('stranger', '{}'), /the repository stranger/],
    ['a blob', (target: SomeStores) => target.pushSmall('acme/app', 'mine'), /the blob sha256:/],
    ['a link', (target: SomeStores) => target.pushSmall('acme/lonely', '{}'), /the blob .* in acme\/lonely/],
    [
      'a manifest',
      (target: SomeStores) => target.pushManifest('acme/app', aManifest()),
      /the manifest .* in acme\/app/,
    ],
    [
      'a tag',
      (target: SomeStores) => target.pushManifest('mirror/app', sparseManifest(), 'new'),
      /the tag new → .* in mirror\/app/,
    ],
    [
      'an upload',
      (target: SomeStores) =>
        target.metadata.commands.keepUploadBytes({
          id: 'u2',
          repository: 'acme/app',
          caller: null,
          expectedSize: 0,
          bytes: Buffer.from('half'),
        }),
      /an unfinished upload/,
    ],
  ])('refuses a target with %s that is not of the source', async (_what, change, sentence) => {
    await fill();
    const target = await open();
    await move(target);
    await change(target);
    const before = await target.everything();

    await expect(move(target)).rejects.toThrow(sentence);
    expect(await target.everything()).toEqual(before);
  });

  it('refuses to move a store into itself', async () => {
    await expect(moveStore({ source, target: source, inline: 0, progress: NO_PROGRESS })).rejects.toThrow(
      'same database',
    );
  });
});

function sparseManifest() {
  return aManifest().withLayer(aDescriptor('never pushed'));
}

/** A store that does not answer any more after some appends. */
class FailingBlobStore extends MemoryBlobStore {
  constructor(public appendsLeft: number) {
    super();
  }

  override async append(...args: Parameters<MemoryBlobStore['append']>) {
    this.appendsLeft -= 1;
    if (this.appendsLeft < 0)
      throw new StorageError('unavailable', 'gone', { driver: 'failing', operation: 'append' });
    return super.append(...args);
  }
}

async function placesOf(stores: SomeStores): Promise<{ small: number; large: number }> {
  const { items } = await stores.metadata.queries.listBlobFacts({ limit: 100 });
  const small = items.filter(({ content }) => content !== null && 'payload' in content).length;
  return { small, large: items.length - small };
}

async function countStored(blobs: SomeStores['blobs']): Promise<number> {
  let count = 0;
  for await (const stored of blobs.list()) count += stored.size > 0 ? 1 : 0;
  return count;
}

async function locationOf(stores: SomeStores, digest: string): Promise<string | undefined> {
  const [fact] = await stores.metadata.queries.findBlobFacts([digest]);
  return (fact?.content as { location?: string } | null)?.location;
}

async function fileOf(directory: string, location: string): Promise<string> {
  const names = await readdir(directory, { recursive: true });
  return join(
    directory,
    names.find((name) => name.endsWith(location))!,
  );
}

async function flipByte(directory: string): Promise<void> {
  const names = await readdir(directory, { recursive: true });
  for (const name of names.filter((text) => /[0-9a-f]{32}$/.test(text))) {
    const bytes = await readFile(join(directory, name));
    bytes[500]! ^= 1;
    await writeFile(join(directory, name), bytes);
  }
}

/** Puts other bytes of the same size into the row of a small blob. */
async function overwrite(stores: SomeStores, digest: string, content: string): Promise<void> {
  const [fact] = await stores.metadata.queries.findBlobFacts([digest]);
  await stores.metadata.commands.importFacts({
    facts: [{ ...fact!, content: { payload: Buffer.from(content) } }],
  });
}
