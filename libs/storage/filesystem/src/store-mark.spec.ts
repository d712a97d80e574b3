import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf, commit, locationsIn, read, storageErrorOf } from '@margo-registry/storage-core/testing';
import { codedError } from './file-error.js';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { observedFiles } from './testing/observed-files.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

describe('the mark of a store', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: FilesystemBlobStore;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    store = new FilesystemBlobStore(directory.path);
  });
  afterEach(() => directory.remove());

  it('is the same for thirty processes that start at once', async () => {
    const ids = Array.from({ length: 30 }, (_, number) => `store-${number}`);
    const learned = await Promise.all(ids.map((id) => new FilesystemBlobStore(directory.path).mark(id)));
    expect(new Set(learned).size).toBe(1);
    expect(await locationsIn(store)).toEqual([]);
  });

  it('is whole or absent: a process that dies before it is linked leaves none', async () => {
    const files = observedFiles((call) => {
      if (call === 'link') throw codedError('EIO', 'made for a test');
    });
    await storageErrorOf(() => new FilesystemBlobStore(directory.path, files).mark('first'), 'unavailable');
    expect(await store.mark('second')).toBe('second');
  });

  it('tells a volume that is not mounted from a blob that is missing', async () => {
    const { location } = await commit(store, bytesOf(10));
    await store.mark('mine');
    await rename(join(directory.path, 'store-id'), join(directory.path, 'elsewhere'));
    await rename(join(directory.path, location.slice(0, 2)), join(directory.path, 'elsewhere-too'));
    await storageErrorOf(() => read(store, location), 'unavailable');
    await storageErrorOf(() => store.ping(), 'unavailable');
  });

  it('of another database is noticed by a ping', async () => {
    await store.mark('mine');
    await writeFile(join(directory.path, 'store-id'), 'theirs');
    await storageErrorOf(() => store.ping(), 'unavailable');
  });
});
