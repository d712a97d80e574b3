import assert from 'node:assert/strict';
import type { BlobStore, UploadState } from '../blob-store.js';
import { appendAll, assertBlob, bytesOf, chunksOf, DIGEST, throughJson } from './bytes.js';
import type { Contract } from './contract.js';
import { storageErrorOf } from './rejection.js';
import { cutAfter } from './sources.js';

const CUT = new Error('connection cut');

export function interruptedContract(contract: Contract): void {
  contract.it(
    'an append that is cut half-way keeps what is durable, and the upload goes on from there',
    async ({ store }) => {
      const bytes = bytesOf(300_000);
      const cut = await cutAppend(store, store.begin(), bytes.subarray(0, 200_001));
      assert.ok(cut.size <= 200_001, `${cut.size} bytes of 200001`);
      const state = await appendAll(store, throughJson(cut), bytes.subarray(cut.size));
      await assertBlob(store, await store.finish(state, DIGEST), bytes);
      await store.cancel(state);
    },
  );

  contract.it('an append that is cut never loses what earlier appends made durable', async ({ store }) => {
    const bytes = bytesOf(90_000);
    const first = await appendAll(store, store.begin(), bytes.subarray(0, 50_000));
    const cut = await cutAppend(store, first, bytes.subarray(50_000, 60_000));
    assert.ok(cut.size >= 50_000 && cut.size <= 60_000, `${cut.size} bytes`);
    const state = await appendAll(store, cut, bytes.subarray(cut.size));
    await assertBlob(store, await store.finish(state, DIGEST), bytes);
    await store.cancel(state);
  });

  contract.it(
    'an append that is cut before its first byte leaves the upload as it was',
    async ({ store }) => {
      const first = await appendAll(store, store.begin(), bytesOf(10));
      const cut = await cutAppend(store, first, bytesOf(0));
      assert.equal(cut.size, 10);
      await assertBlob(store, await store.finish(cut, DIGEST), bytesOf(10));
      await store.cancel(cut);
    },
  );

  contract.it('what a dead writer left behind is never read', async ({ store }) => {
    const published = await appendAll(store, store.begin(), bytesOf(1000, 1));
    const forgotten = await cutAppend(store, published, bytesOf(500, 2));
    const state = await appendAll(store, published, bytesOf(700, 3));
    const location = await store.finish(state, DIGEST);
    await assertBlob(store, location, Buffer.concat([bytesOf(1000, 1), bytesOf(700, 3)]));
    await store.cancel(state);
    await store.cancel(forgotten);
  });

  contract.it('a cancelled upload leaves nothing of an append that was cut', async ({ store }) => {
    const cut = await cutAppend(store, store.begin(), bytesOf(100_000));
    await store.cancel(cut);
  });

  contract.it('the store takes the next append after one that was cut', async ({ store }) => {
    await store.cancel(await cutAppend(store, store.begin(), bytesOf(70_000)));
    const state = await store.append(store.begin(), chunksOf(bytesOf(70_000, 2)));
    await assertBlob(store, await store.finish(state, DIGEST), bytesOf(70_000, 2));
    await store.cancel(state);
  });
}

/** The state that an append of `bytes` reports when its source then throws. */
async function cutAppend(store: BlobStore, state: UploadState, bytes: Uint8Array): Promise<UploadState> {
  const error = await storageErrorOf(() => store.append(state, cutAfter(bytes, CUT)), 'interrupted');
  assert.equal(error.cause, CUT);
  assert.ok(error.state, 'the error holds a state');
  return error.state;
}
