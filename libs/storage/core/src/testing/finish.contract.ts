import assert from 'node:assert/strict';
import { appendAll, assertBlob, bytesOf, commit, DIGEST, locationsIn, throughJson } from './bytes.js';
import type { Contract, ContractSubject } from './contract.js';
import { storageErrorOf } from './rejection.js';

const SHAPES = [
  { upload: 'without bytes', parts: [] },
  { upload: 'of one append', parts: [bytesOf(100_000)] },
  { upload: 'of several appends', parts: [bytesOf(100_000, 1), bytesOf(30, 2), bytesOf(70_000, 3)] },
];

export function finishContract(contract: Contract): void {
  for (const { upload, parts } of SHAPES) {
    contract.it(
      `finishing an upload ${upload} twice gives the same location and the same bytes`,
      async ({ store }) => {
        const { state, location } = await commit(store, ...parts);
        assert.equal(await store.finish(throughJson(state), DIGEST), location);
        await assertBlob(store, location, Buffer.concat(parts));
        await store.cancel(state);
      },
    );

    contract.it(
      `another process finishes an upload ${upload} again after a crash and gets the same location`,
      (subject) => finishAfterCrash(subject, parts),
    );

    contract.it(
      `a blob of an upload ${upload} that no fact mentions is listed and can be deleted`,
      async ({ store, reopen }) => {
        const { state, location } = await commit(store, ...parts);
        const other = await reopen();
        assert.ok((await locationsIn(other)).includes(location));
        for (const place of new Set([...state.locations, location])) await other.delete(place);
        await other.close();
      },
    );

    contract.it(
      `the blob of an upload ${upload} stays whole when the other places of its state are deleted`,
      async ({ store }) => {
        const { state, location } = await commit(store, ...parts);
        for (const place of state.locations) if (place !== location) await store.delete(place);
        await assertBlob(store, location, Buffer.concat(parts));
        assert.deepEqual(await locationsIn(store), [location]);
        assert.equal(await store.finish(state, DIGEST), location, 'and a late second finish still finds it');
        await store.delete(location);
      },
    );
  }

  contract.it(
    'two callers that finish one upload at once get the same location',
    async ({ store, reopen }) => {
      const state = await appendAll(store, store.begin(), bytesOf(50_000, 1), bytesOf(50_000, 2));
      const other = await reopen();
      const locations = await Promise.all([
        store.finish(state, DIGEST),
        other.finish(throughJson(state), DIGEST),
      ]);
      assert.equal(locations[0], locations[1]);
      await assertBlob(store, locations[0], Buffer.concat([bytesOf(50_000, 1), bytesOf(50_000, 2)]));
      await store.cancel(state);
      await other.close();
    },
  );

  contract.it('two uploads of the same bytes finish at two locations', async ({ store }) => {
    const [first, second] = [await commit(store, bytesOf(1000)), await commit(store, bytesOf(1000))];
    assert.notEqual(first.location, second.location);
    await store.delete(first.location);
    await assertBlob(store, second.location, bytesOf(1000));
    await store.cancel(first.state);
    await store.cancel(second.state);
  });

  for (const { upload, parts } of SHAPES.slice(1)) {
    contract.it(`finishing a cancelled upload ${upload} is refused as unknown`, async ({ store }) => {
      const state = await appendAll(store, store.begin(), ...parts);
      await store.cancel(state);
      await storageErrorOf(() => store.finish(state, DIGEST), 'upload-unknown');
    });
  }

  contract.it('finishing an upload that lost one of its places is refused as unknown', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(10, 1), bytesOf(20, 2));
    await store.delete(state.locations[0] as string);
    await storageErrorOf(() => store.finish(state, DIGEST), 'upload-unknown');
    await store.cancel(state);
  });
}

async function finishAfterCrash({ store, reopen }: ContractSubject, parts: Uint8Array[]): Promise<void> {
  const { state, location } = await commit(store, ...parts);
  const other = await reopen();
  assert.equal(await other.finish(throughJson(state), DIGEST), location);
  await assertBlob(other, location, Buffer.concat(parts));
  await other.cancel(state);
  await other.close();
}
