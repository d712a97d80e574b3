import { MemoryBlobStore } from './memory-blob-store.js';
import { bytesOf, commit } from './testing/index.js';

describe('MemoryBlobStore', () => {
  it('overwrites a chunk once the next one is asked for, so that callers who keep chunks are found out', async () => {
    const store = new MemoryBlobStore();
    const { location } = await commit(store, bytesOf(200_000));
    const kept: Uint8Array[] = [];
    for await (const chunk of store.open(location)) kept.push(chunk);
    expect(Buffer.concat(kept).equals(bytesOf(200_000))).toBe(false);
  });

  it('shares nothing with a store that was not reopened from it', async () => {
    const [store, other] = [new MemoryBlobStore(), new MemoryBlobStore()];
    await commit(store, bytesOf(10));
    expect((await other.list().next()).done).toBe(true);
  });
});
