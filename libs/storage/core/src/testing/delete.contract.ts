import assert from 'node:assert/strict';
import { appendAll, assertBlob, assertBytes, bytesOf, commit, DIGEST, locationsIn, read } from './bytes.js';
import type { Contract, ContractSubject } from './contract.js';
import { storageErrorOf } from './rejection.js';
import { isStorageError } from '../storage-error.js';

export function deleteContract(contract: Contract): void {
  contract.it('a deleted blob is not found, not even after a restart', async ({ store, reopen }) => {
    const { location } = await commit(store, bytesOf(1000));
    await store.delete(location);
    await storageErrorOf(() => read(store, location), 'not-found');
    const other = await reopen();
    await storageErrorOf(() => read(other, location, { start: 0, end: 9 }), 'not-found');
    await other.close();
  });

  contract.it('deleting twice succeeds', async ({ store }) => {
    const { location } = await commit(store, bytesOf(1000));
    await store.delete(location);
    await store.delete(location);
  });

  contract.it('deleting a blob leaves its neighbours', async ({ store }) => {
    const blobs = [
      await commit(store, bytesOf(10, 1)),
      await commit(store, bytesOf(10, 2)),
      await commit(store, bytesOf(10, 3)),
    ];
    await store.delete((blobs[1] as { location: string }).location);
    await assertBlob(store, (blobs[0] as { location: string }).location, bytesOf(10, 1));
    await assertBlob(store, (blobs[2] as { location: string }).location, bytesOf(10, 3));
    for (const { state } of blobs) await store.cancel(state);
  });

  contract.it('the places of an unfinished upload can be deleted one by one', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(10, 1), bytesOf(20, 2));
    for (const location of state.locations) await store.delete(location);
    assert.deepEqual(await locationsIn(store), []);
  });

  contract.it(
    'a reader under way finishes whole or fails when its blob is deleted and others come',
    deleteUnderReader,
  );
}

async function deleteUnderReader({ store }: ContractSubject): Promise<void> {
  const bytes = bytesOf(5 * 1024 * 1024);
  const { location } = await commit(store, bytes);
  let position = 0;
  try {
    for await (const chunk of store.open(location)) {
      if (position === 0) await store.delete(location);
      assertBytes(chunk, bytes.subarray(position, position + chunk.length));
      position += chunk.length;
      const other = await store.append(store.begin(), oneChunk(bytesOf(100_000, position)));
      await store.finish(other, DIGEST);
      await store.cancel(other);
    }
    assert.equal(position, bytes.length, 'a reader that does not fail gets every byte');
  } catch (error) {
    if (!isStorageError(error, 'not-found') && !isStorageError(error, 'corrupt')) throw error;
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
