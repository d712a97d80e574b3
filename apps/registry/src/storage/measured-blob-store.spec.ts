import { MemoryBlobStore, StorageError, type BlobStore } from '@margo-registry/storage-core';
import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { Registry } from 'prom-client';
import { MeasuredBlobStore } from './measured-blob-store.js';
import { StorageCalls } from './storage-calls.js';

class FailingBlobStore extends MemoryBlobStore {
  override ping(): Promise<void> {
    return Promise.reject(new StorageError('full', 'no space', { driver: 'memory', operation: 'ping' }));
  }
}

async function* some(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const wrap = (store: BlobStore): BlobStore =>
  new MeasuredBlobStore(store, new StorageCalls(new Registry(), store.driver));

blobStoreContract('measured', {
  runner: { describe, it, beforeEach, afterEach },
  async create() {
    const store = new MemoryBlobStore();
    return {
      store: wrap(store),
      reopen: async () => wrap(store.reopen()),
      destroy: () => store.close(),
    };
  },
});

describe('a measured blob store', () => {
  const measured = (store = new MemoryBlobStore()): { store: MeasuredBlobStore; registry: Registry } => {
    const registry = new Registry();
    return { store: new MeasuredBlobStore(store, new StorageCalls(registry, store.driver)), registry };
  };
  const countOf = async (registry: Registry, operation: string, outcome: string): Promise<number> => {
    const labels = `driver="memory",operation="${operation}",outcome="${outcome}"`;
    const name = 'margo_registry_storage_call_duration_seconds_count';
    const line = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${name}{${labels}}`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };

  it('counts what ended well, by operation', async () => {
    const { store, registry } = measured();
    const state = await store.append(store.begin(), some('abc', 'def'));
    const location = await store.finish(state, 'sha256:any');
    const read: Uint8Array[] = [];
    for await (const chunk of store.open(location)) read.push(Buffer.from(chunk));
    expect(Buffer.concat(read).toString()).toBe('abcdef');
    for (const operation of ['append', 'finish', 'open'])
      expect(await countOf(registry, operation, 'ok')).toBe(1);
  });

  it('counts what failed by the kind of its error, which passes through', async () => {
    const { store, registry } = measured(new FailingBlobStore());
    await expect(store.ping()).rejects.toThrow('no space');
    await expect(store.open('nowhere')[Symbol.asyncIterator]().next()).rejects.toThrow();
    expect(await countOf(registry, 'ping', 'full')).toBe(1);
    expect(await countOf(registry, 'open', 'not-found')).toBe(1);
  });

  it('counts a reader that breaks off as interrupted', async () => {
    const { store, registry } = measured();
    const location = await store.finish(await store.append(store.begin(), some('abc')), 'sha256:any');
    for await (const chunk of store.open(location)) {
      expect(chunk).toHaveLength(3);
      break;
    }
    expect(await countOf(registry, 'open', 'interrupted')).toBe(1);
  });
});
