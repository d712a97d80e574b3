import { mkdir, open, readdir, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isStorageError, type UploadState } from '@margo-registry/storage-core';
import {
  assertBlob,
  bytesOf,
  chunksOf,
  DIGEST,
  locationsIn,
  read,
  storageErrorOf,
} from '@margo-registry/storage-core/testing';
import { codedError } from './file-error.js';
import { NODE_FILE_FUNCTIONS } from './file-functions.js';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { observedFiles } from './testing/observed-files.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const PARTS = [bytesOf(3_000_000, 1), bytesOf(2_000_000, 2)] as const;
const WHOLE = Buffer.concat(PARTS);

describe('what a crash leaves behind', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: FilesystemBlobStore;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    store = new FilesystemBlobStore(directory.path);
  });
  afterEach(() => directory.remove());

  it('a join that died is listed as a temporary file, can be deleted, and does not hinder the next finish', async () => {
    const state = await twoSegments(store);
    const temporary = `temporary-${'c'.repeat(32)}`;
    await mkdir(join(directory.path, 'temporary'));
    await writeFile(join(directory.path, 'temporary', temporary), 'half');
    expect(await locationsIn(store)).toEqual([...[...state.locations].sort(), temporary]);
    await assertBlob(store, await store.finish(state, DIGEST), WHOLE);
    await store.delete(temporary);
    expect(await readdir(join(directory.path, 'temporary'))).toEqual([]);
  });

  it('a join that fails at its last step leaves no file and can be repeated', async () => {
    const state = await twoSegments(store);
    const files = observedFiles((call) => {
      if (call === 'rename') throw codedError('EIO', 'made for a test');
    });
    await storageErrorOf(
      () => new FilesystemBlobStore(directory.path, files).finish(state, DIGEST),
      'unavailable',
    );
    expect(await locationsIn(store)).toEqual([...state.locations].sort());
    await assertBlob(store, await store.finish(state, DIGEST), WHOLE);
  });

  it('a joined file of another size is joined again', async () => {
    const state = await twoSegments(store);
    const location = await store.finish(state, DIGEST);
    await truncate(join(directory.path, location.slice(0, 2), location), 7);
    expect(await store.finish(state, DIGEST)).toBe(location);
    await assertBlob(store, location, WHOLE);
  });

  it.each([1, 2])('one of %d segments that lost bytes makes the upload unknown', async (count) => {
    const one = await store.append(store.begin(), chunksOf(PARTS[0]));
    const state = count === 1 ? one : await store.append(one, chunksOf(PARTS[1]));
    const [location] = state.locations as [string];
    await truncate(join(directory.path, location.slice(0, 2), location), 7);
    await storageErrorOf(() => store.finish(state, DIGEST), 'upload-unknown');
    expect(await locationsIn(store)).toEqual([...state.locations].sort());
  });

  it('a segment that goes between the check and the join makes the upload unknown', async () => {
    const state = await twoSegments(store);
    const files = observedFiles(async (call, path) => {
      if (call === 'open' && path.includes('temporary')) await store.delete(state.locations[1] as string);
    });
    await storageErrorOf(
      () => new FilesystemBlobStore(directory.path, files).finish(state, DIGEST),
      'upload-unknown',
    );
  });

  it('a reader never sees part of a blob that is being joined', async () => {
    const state = await twoSegments(store);
    const location = await store.finish(state, DIGEST);
    await store.delete(location);
    let finished = false;
    const again = store.finish(state, DIGEST).finally(() => (finished = true));
    let tries = 0;
    for (let whole = false; !whole && tries < 10_000; tries += 1) whole = await readWhole(store, location);
    expect(tries).toBeLessThan(10_000);
    expect(await again).toBe(location);
    expect(finished).toBe(true);
  });

  it('a blob that is cut while it is read ends as corrupt, not as the end', async () => {
    const state = await store.append(store.begin(), chunksOf(PARTS[0]));
    const [location] = state.locations as [string];
    let got = 0;
    const reading = async () => {
      for await (const chunk of store.open(location)) {
        if (got === 0) await truncate(join(directory.path, location.slice(0, 2), location), 2_500_000);
        got += chunk.length;
      }
    };
    await storageErrorOf(reading, 'corrupt');
    expect(got).toBeGreaterThan(0);
  });

  it('no call keeps a file open, whatever became of it', async () => {
    const handles: FileHandle[] = [];
    const keep = async (...where: Parameters<typeof open>) => {
      const handle = await open(...where);
      handles.push(handle);
      return handle;
    };
    const files = { ...NODE_FILE_FUNCTIONS, open: keep as typeof open };
    const watched = new FilesystemBlobStore(directory.path, files);
    const state = await twoSegments(watched);
    const location = await watched.finish(state, DIGEST);
    for await (const _ of watched.open(location)) break;
    await read(watched, location);
    await storageErrorOf(() => read(watched, location, { start: 0, end: WHOLE.length }), 'corrupt');
    await watched.mark('mine');
    await watched.ping();
    expect(handles.length).toBeGreaterThan(10);
    expect(handles.filter(({ fd }) => fd !== -1)).toEqual([]);
  });
});

async function twoSegments(store: FilesystemBlobStore): Promise<UploadState> {
  return store.append(await store.append(store.begin(), chunksOf(PARTS[0])), chunksOf(PARTS[1]));
}

/** False where the blob is not there yet; throws for anything but the whole of it. */
async function readWhole(store: FilesystemBlobStore, location: string): Promise<boolean> {
  try {
    await assertBlob(store, location, WHOLE);
    return true;
  } catch (error) {
    if (isStorageError(error, 'not-found')) return false;
    throw error;
  }
}
