import { execFileSync } from 'node:child_process';
import {
  assertBlob,
  bytesOf,
  chunksOf,
  DIGEST,
  locationsIn,
  storageErrorOf,
} from '@margo-registry/storage-core/testing';
import { codedError } from './file-error.js';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { observedFiles, type FileCall } from './testing/observed-files.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const MEBI = 1024 * 1024;

describe('a full disk', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it.each([
    { call: 'write', number: 1 },
    { call: 'write', number: 3 },
    { call: 'write', number: 4 },
    { call: 'datasync', number: 1 },
    { call: 'mkdir', number: 1 },
    { call: 'open', number: 2 },
    { call: 'sync', number: 2 },
  ] as const)(
    'that shows at $call number $number refuses the append, keeps no part of it, and takes the next',
    async (fault) => {
      const store = new FilesystemBlobStore(directory.path, fullAt(fault.call, fault.number));
      const begun = store.begin();
      const error = await storageErrorOf(() => store.append(begun, chunksOf(bytesOf(3 * MEBI + 5))), 'full');
      expect(error.state).toEqual(begun);
      expect(await locationsIn(store)).toEqual([]);
      const state = await store.append(begun, chunksOf(bytesOf(1000)));
      await assertBlob(store, await store.finish(state, DIGEST), bytesOf(1000));
    },
  );

  it('leaves earlier appends as they were', async () => {
    const store = new FilesystemBlobStore(directory.path, fullAt('write', 2));
    const first = await store.append(store.begin(), chunksOf(bytesOf(1000, 1)));
    const error = await storageErrorOf(() => store.append(first, chunksOf(bytesOf(1000, 2))), 'full');
    expect(error.state).toEqual(first);
    const state = await store.append(first, chunksOf(bytesOf(1000, 3)));
    await assertBlob(
      store,
      await store.finish(state, DIGEST),
      Buffer.concat([bytesOf(1000, 1), bytesOf(1000, 3)]),
    );
  });

  it('shows in a ping', async () => {
    const store = new FilesystemBlobStore(directory.path, fullAt('write', 1));
    await storageErrorOf(() => store.ping(), 'full');
    await store.ping();
    expect(await locationsIn(store)).toEqual([]);
  });

  it('of two MiB, really mounted, refuses what is too large and goes on with what fits', async () => {
    if (!mountSmallDisk(directory.path)) return;
    try {
      await fillSmallDisk(new FilesystemBlobStore(directory.path));
    } finally {
      execFileSync('umount', [directory.path]);
    }
  });
});

/** The `number`-th `call` finds no space. */
function fullAt(call: FileCall, number: number) {
  let seen = 0;
  return observedFiles((made) => {
    if (made === call && (seen += 1) === number) throw codedError('ENOSPC', 'made for a test');
  });
}

function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write('skipped: no tmpfs mount (needs root on Linux); the full disk was only simulated\n');
    return false;
  }
}

async function fillSmallDisk(store: FilesystemBlobStore): Promise<void> {
  const first = await store.append(store.begin(), chunksOf(bytesOf(MEBI)));
  const error = await storageErrorOf(() => store.append(first, chunksOf(bytesOf(8 * MEBI))), 'full');
  expect(error.state).toEqual(first);
  expect(await locationsIn(store)).toEqual(first.locations);
  const state = await store.append(first, chunksOf(bytesOf(MEBI / 4, 2)));
  expect(state.size).toBe(1.25 * MEBI);
  await storageErrorOf(() => store.finish(state, DIGEST), 'full');
  expect(await locationsIn(store)).toEqual([...state.locations].sort());
  await store.append(store.begin(), chunksOf(bytesOf(MEBI / 2)));
  await storageErrorOf(() => fillUp(store), 'full');
  await storageErrorOf(() => store.ping(), 'full');
  await store.cancel(state);
  await store.ping();
}

/** Appends pages until none is left. */
async function fillUp(store: FilesystemBlobStore): Promise<void> {
  for (let page = 0; page < 512; page += 1) await store.append(store.begin(), chunksOf(bytesOf(4096)));
}
