import { basename, dirname } from 'node:path';
import { bytesOf, chunksOf, DIGEST } from '@margo-registry/storage-core/testing';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { observedFiles, type FileCall } from './testing/observed-files.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const MEBI = 1024 * 1024;

describe('what is acknowledged is on disk', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let calls: { call: FileCall; path: string; rest: unknown[] }[];
  let store: FilesystemBlobStore;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    calls = [];
    const files = observedFiles((call, path, ...rest) => void calls.push({ call, path, rest }));
    store = new FilesystemBlobStore(directory.path, files);
  });
  afterEach(() => directory.remove());

  it('an append makes the new directory, the bytes and the name durable, in this order', async () => {
    const state = await store.append(store.begin(), chunksOf(bytesOf(10)));
    const shard = (state.locations[0] as string).slice(0, 2);
    expect(namedCalls('mkdir', 'sync', 'write', 'datasync')).toEqual([
      `mkdir ${shard}`,
      `sync ${basename(directory.path)}`,
      `write ${state.locations[0]}`,
      `datasync ${state.locations[0]}`,
      `sync ${shard}`,
    ]);
  });

  it('an append never opens a file that exists', async () => {
    await store.append(store.begin(), chunksOf(bytesOf(10)));
    const opened = calls.filter(({ call, rest }) => call === 'open' && rest[0] !== 'r');
    expect(opened.map(({ rest }) => rest[0])).toEqual(['wx']);
  });

  it('an append collects small chunks into writes of 1 MiB', async () => {
    await store.append(store.begin(), chunksOf(bytesOf(3 * MEBI + 5), 60_000));
    const sizes = calls.filter(({ call }) => call === 'write').map(({ rest }) => rest[2]);
    expect(sizes).toEqual([MEBI, MEBI, MEBI, 5]);
    expect(namedCalls('datasync')).toHaveLength(1);
  });

  it('a hundred appends at once share the syncs of their directory', async () => {
    await store.append(store.begin(), chunksOf(bytesOf(1)));
    calls = [];
    const states = await Promise.all(
      Array.from({ length: 100 }, (_, seed) => store.append(store.begin(), chunksOf(bytesOf(5000, seed)))),
    );
    expect(new Set(states.map(({ locations }) => locations[0])).size).toBe(100);
    expect(namedCalls('datasync')).toHaveLength(100);
    expect(namedCalls('sync').length).toBeLessThan(50);
  });

  it('no append resolves before a sync of its directory that began after its bytes were durable', async () => {
    const ended = Array.from({ length: 40 }, async (_, seed) => {
      const { locations } = await store.append(store.begin(), chunksOf(bytesOf(5000, seed)));
      const closed = calls.findIndex(({ call, path }) => call === 'close' && basename(path) === locations[0]);
      return calls
        .slice(closed)
        .some(({ call, path }) => call === 'sync' && locations[0]?.startsWith(basename(path)));
    });
    expect(await Promise.all(ended)).not.toContain(false);
  });

  it('finishing an upload of one append writes nothing and syncs nothing', async () => {
    const state = await store.append(store.begin(), chunksOf(bytesOf(10)));
    calls = [];
    await store.finish(state, DIGEST);
    expect(namedCalls('open', 'write', 'rename', 'sync', 'datasync')).toEqual([]);
  });

  it('finishing an upload of several appends renames a file that is durable, then makes its name durable', async () => {
    const first = await store.append(store.begin(), chunksOf(bytesOf(10)));
    const state = await store.append(first, chunksOf(bytesOf(10)));
    calls = [];
    const location = await store.finish(state, DIGEST);
    const steps = calls.filter(({ call }) => ['datasync', 'rename', 'sync'].includes(call));
    const shard = dirname(`${directory.path}/${location.slice(0, 2)}/x`);
    expect(steps.slice(-3).map(({ call }) => call)).toEqual(['datasync', 'rename', 'sync']);
    expect(steps.at(-1)?.path).toBe(shard);
  });

  it('finishing again makes the name durable again, for who joined it may have died before', async () => {
    const state = await store.append(
      await store.append(store.begin(), chunksOf(bytesOf(10))),
      chunksOf(bytesOf(10)),
    );
    const location = await store.finish(state, DIGEST);
    calls = [];
    await store.finish(state, DIGEST);
    expect(namedCalls('write', 'rename', 'sync')).toEqual([`sync ${location.slice(0, 2)}`]);
  });

  it('a mark is linked when it is durable, and its name is durable when the caller learns it', async () => {
    await store.mark('mine');
    const steps = calls.filter(({ call }) => ['datasync', 'link', 'sync'].includes(call));
    expect(steps.slice(-3).map(({ call }) => call)).toEqual(['datasync', 'link', 'sync']);
    expect(steps.at(-1)?.path).toBe(directory.path);
  });

  function namedCalls(...names: FileCall[]): string[] {
    return calls
      .filter(({ call }) => names.includes(call))
      .map(({ call, path }) => `${call} ${basename(path)}`);
  }
});
