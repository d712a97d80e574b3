import assert from 'node:assert/strict';
import { appendAll, assertBlob, bytesOf, commit, locationsIn, throughJson } from './bytes.js';
import type { Contract } from './contract.js';
import { storageErrorOf } from './rejection.js';
import { read } from './bytes.js';

export function cancelContract(contract: Contract): void {
  contract.it('cancelling an upload removes every segment', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(100_000, 1), bytesOf(10, 2));
    await store.cancel(state);
    assert.deepEqual(await locationsIn(store), []);
  });

  contract.it('cancelling twice, or an upload without bytes, succeeds', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(10));
    await store.cancel(state);
    await store.cancel(state);
    await store.cancel(store.begin());
  });

  contract.it('another process cancels an upload that it got as JSON', async ({ store, reopen }) => {
    const state = await appendAll(store, store.begin(), bytesOf(10), bytesOf(20));
    const other = await reopen();
    await other.cancel(throughJson(state));
    assert.deepEqual(await locationsIn(store), []);
    await other.close();
  });

  contract.it('cancelling one upload leaves the blob and the segments of others', async ({ store }) => {
    const finished = await commit(store, bytesOf(1000, 1), bytesOf(1000, 2));
    const open = await appendAll(store, store.begin(), bytesOf(1000, 3));
    await store.cancel(await appendAll(store, store.begin(), bytesOf(1000, 4), bytesOf(1000, 5)));
    await assertBlob(store, finished.location, Buffer.concat([bytesOf(1000, 1), bytesOf(1000, 2)]));
    const grown = await appendAll(store, open, bytesOf(1));
    assert.equal(grown.size, 1001);
    await store.cancel(grown);
    await store.cancel(finished.state);
  });

  for (const parts of [[], [bytesOf(500)], [bytesOf(500), bytesOf(600)]]) {
    contract.it(
      `cancelling after a finish of ${parts.length} appends also removes the blob that it made`,
      async ({ store }) => {
        const { state, location } = await commit(store, ...parts);
        await store.cancel(state);
        await storageErrorOf(() => read(store, location), 'not-found');
      },
    );
  }
}
