import assert from 'node:assert/strict';
import { appendAll, assertBlob, bytesOf, chunksOf, commit, DIGEST, throughJson } from './bytes.js';
import type { Contract } from './contract.js';
import { storageErrorOf } from './rejection.js';

export function appendContract(contract: Contract): void {
  contract.it('an upload begins without bytes and without places', async ({ store }) => {
    const state = store.begin();
    assert.equal(state.size, 0);
    assert.deepEqual(state.locations, []);
  });

  contract.it('one append keeps its bytes in their order', async ({ store }) => {
    const bytes = bytesOf(200_000);
    const state = await store.append(store.begin(), chunksOf(bytes, 777), { final: true });
    await assertBlob(store, await store.finish(state, DIGEST), bytes);
    await store.cancel(state);
  });

  contract.it('later appends put their bytes behind those of earlier ones', async ({ store }) => {
    const parts = [bytesOf(70_000, 1), bytesOf(1, 2), bytesOf(130_000, 3)];
    const { state, location } = await commit(store, ...parts);
    await assertBlob(store, location, Buffer.concat(parts));
    await store.cancel(state);
  });

  contract.it(
    'each append resolves with the size so far and leaves the state it was given as it was',
    async ({ store }) => {
      const first = await appendAll(store, store.begin(), bytesOf(10));
      const second = await appendAll(store, first, bytesOf(1000));
      assert.deepEqual([first.size, second.size], [10, 1010]);
      await store.cancel(second);
    },
  );

  contract.it('the state names every place that holds bytes of the upload', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(10), bytesOf(20));
    for await (const { location } of store.list()) assert.ok(state.locations.includes(location), location);
    await store.cancel(state);
  });

  contract.it('empty chunks between others change nothing', async ({ store }) => {
    const state = await store.append(store.begin(), withEmptyChunks());
    assert.equal(state.size, 2);
    await assertBlob(store, await store.finish(state, DIGEST), Buffer.from('ab'));
    await store.cancel(state);
  });

  contract.it('an append without bytes leaves the size as it was', async ({ store }) => {
    const state = await appendAll(
      store,
      store.begin(),
      bytesOf(0),
      bytesOf(5),
      bytesOf(0),
      bytesOf(7, 2),
      bytesOf(0),
    );
    assert.equal(state.size, 12);
    await assertBlob(store, await store.finish(state, DIGEST), Buffer.concat([bytesOf(5), bytesOf(7, 2)]));
    await store.cancel(state);
  });

  contract.it('another process goes on with a state that it got as JSON', async ({ store, reopen }) => {
    const [first, second] = [bytesOf(100_000, 1), bytesOf(50_000, 2)];
    const begun = throughJson(await appendAll(store, store.begin(), first));
    const other = await reopen();
    const state = await appendAll(other, begun, second);
    await assertBlob(other, await other.finish(state, DIGEST), Buffer.concat([first, second]));
    await other.cancel(state);
    await other.close();
  });

  contract.it('an append to a cancelled upload is refused as unknown', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(10));
    await store.cancel(state);
    await storageErrorOf(() => appendAll(store, state, bytesOf(10)), 'upload-unknown');
  });
}

async function* withEmptyChunks(): AsyncGenerator<Uint8Array> {
  for (const text of ['', 'a', '', '', 'b', '']) yield Buffer.from(text);
}
