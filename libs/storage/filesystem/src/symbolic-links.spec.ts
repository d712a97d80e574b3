import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bytesOf,
  chunksOf,
  commit,
  DIGEST,
  locationsIn,
  read,
  storageErrorOf,
} from '@margo-registry/storage-core/testing';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

describe('a directory in which somebody planted something', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let outside: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: FilesystemBlobStore;
  const location = `ab${'0'.repeat(30)}`;
  beforeEach(async () => {
    [directory, outside] = [await temporaryDirectory(), await temporaryDirectory()];
    await writeFile(join(outside.path, location), 'secret');
    store = new FilesystemBlobStore(directory.path);
  });
  afterEach(async () => {
    await directory.remove();
    await outside.remove();
  });

  it('yields no bytes through a symbolic link in place of a blob, and deletes only the link', async () => {
    await mkdir(join(directory.path, 'ab'));
    await symlink(join(outside.path, location), join(directory.path, 'ab', location));
    await storageErrorOf(() => read(store, location), 'corrupt');
    expect(await locationsIn(store)).toEqual([]);
    await store.delete(location);
    expect(await readFile(join(outside.path, location), 'utf8')).toBe('secret');
  });

  it('neither reads, lists nor deletes through a symbolic link in place of a directory', async () => {
    await symlink(outside.path, join(directory.path, 'ab'));
    await storageErrorOf(() => read(store, location), 'corrupt');
    await storageErrorOf(() => store.delete(location), 'corrupt');
    expect(await locationsIn(store)).toEqual([]);
    expect(await readFile(join(outside.path, location), 'utf8')).toBe('secret');
  });

  it('writes nothing through symbolic links in place of directories', async () => {
    const names = [
      ...Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')),
      'temporary',
    ];
    for (const name of names) await symlink(outside.path, join(directory.path, name));
    await storageErrorOf(() => store.append(store.begin(), chunksOf(bytesOf(10))), 'corrupt');
    await storageErrorOf(() => store.finish(store.begin(), DIGEST), 'corrupt');
    await storageErrorOf(() => store.ping(), 'corrupt');
    expect(await readdir(outside.path)).toEqual([location]);
  });

  it('does not follow a symbolic link in place of the mark', async () => {
    await symlink(join(outside.path, location), join(directory.path, 'store-id'));
    await storageErrorOf(() => store.mark('mine'), 'corrupt');
  });

  it('does not wait at a named pipe, nor take a directory for a blob', async () => {
    await mkdir(join(directory.path, 'ab'));
    execFileSync('mkfifo', [join(directory.path, 'ab', location)]);
    await storageErrorOf(() => read(store, location), 'corrupt');
    await rm(join(directory.path, 'ab', location));
    await mkdir(join(directory.path, 'ab', location));
    await storageErrorOf(() => read(store, location), 'corrupt');
    expect(await locationsIn(store)).toEqual([]);
  });

  it('leaves names alone that are not its own', async () => {
    const { state, location: own } = await commit(store, bytesOf(10));
    const shard = own.slice(0, 2);
    const foreign = shard === 'ff' ? 'fe' : 'ff';
    await mkdir(join(directory.path, 'lost+found'));
    for (const name of ['notes.txt', `${own}.bak`, foreign + own.slice(2)]) {
      await writeFile(join(directory.path, shard, name), 'x');
    }
    expect(await locationsIn(store)).toEqual([own]);
    await store.cancel(state);
    expect(await readdir(join(directory.path, shard))).toHaveLength(3);
  });
});
