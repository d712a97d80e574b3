import assert from 'node:assert/strict';
import type { BlobStore, UploadState } from '../blob-store.js';
import { appendAll, assertBlob, bytesOf, commit, DIGEST, read, assertBytes } from './bytes.js';
import type { Contract } from './contract.js';
import { overlapping } from './sources.js';

export function concurrentContract(contract: Contract): void {
  contract.it(
    'two appends to one state at once never mix: each state finishes to its own bytes',
    async ({ store }) => {
      const [shared, mine, yours] = [bytesOf(70_000, 1), bytesOf(30_000, 2), bytesOf(40_000, 3)];
      const begun = await appendAll(store, store.begin(), shared);
      const states = await appendAtOnce(store, begun, mine, yours);
      const locations = await Promise.all(states.map((state) => store.finish(state, DIGEST)));
      await assertBlob(store, locations[0] as string, Buffer.concat([shared, mine]));
      await assertBlob(store, locations[1] as string, Buffer.concat([shared, yours]));
      for (const state of states) await store.cancel(state);
    },
  );

  contract.it('two first appends to one state at once never mix', async ({ store }) => {
    const [mine, yours] = [bytesOf(30_000, 2), bytesOf(40_000, 3)];
    const states = await appendAtOnce(store, store.begin(), mine, yours);
    assert.deepEqual(
      states.map(({ size }) => size),
      [30_000, 40_000],
    );
    await assertBlob(store, await store.finish(states[1] as UploadState, DIGEST), yours);
    for (const state of states) await store.cancel(state);
  });

  contract.it(
    'deleting the places that only the losing state holds leaves the published one whole',
    async ({ store }) => {
      const begun = await appendAll(store, store.begin(), bytesOf(1000, 1));
      const [winner, loser] = (await appendAtOnce(store, begun, bytesOf(10, 2), bytesOf(20, 3))) as [
        UploadState,
        UploadState,
      ];
      for (const location of loser.locations) {
        if (!winner.locations.includes(location)) await store.delete(location);
      }
      const location = await store.finish(winner, DIGEST);
      await assertBlob(store, location, Buffer.concat([bytesOf(1000, 1), bytesOf(10, 2)]));
      await store.cancel(winner);
    },
  );

  contract.it('many uploads at once keep their bytes apart', async ({ store }) => {
    const contents = Array.from({ length: 16 }, (_, seed) => bytesOf(50_000 + seed, seed + 1));
    const sources = overlapping(...contents);
    const states = await Promise.all(sources.map((source) => store.append(store.begin(), source)));
    for (const [index, state] of states.entries()) {
      await assertBlob(store, await store.finish(state, DIGEST), contents[index] as Buffer);
      await store.cancel(state);
    }
  });

  contract.it('many readers of one blob at once each get their own range', async ({ store }) => {
    const bytes = bytesOf(400_000);
    const { state, location } = await commit(store, bytes);
    const starts = Array.from({ length: 10 }, (_, index) => index * 37_777);
    await Promise.all(
      starts.map(async (start) => {
        assertBytes(
          await read(store, location, { start, end: start + 50_000 }),
          bytes.subarray(start, start + 50_001),
        );
      }),
    );
    await store.cancel(state);
  });
}

function appendAtOnce(
  store: BlobStore,
  state: UploadState,
  ...contents: Uint8Array[]
): Promise<UploadState[]> {
  return Promise.all(overlapping(...contents).map((source) => store.append(state, source)));
}
