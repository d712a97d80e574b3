import assert from 'node:assert/strict';
import { assertBlob, bytesOf, commit, locationsIn } from './bytes.js';
import type { Contract } from './contract.js';

const KIBI = 1024;
const MEBI = 1024 * KIBI;
const BOUNDARIES = [64 * KIBI, MEBI, 5 * MEBI];
const AWKWARD_SIZES = [0, 1, 1023, ...BOUNDARIES.flatMap((size) => [size - 1, size, size + 1])];

export function sizesContract(contract: Contract): void {
  const sizes = new Set([...AWKWARD_SIZES, ...(contract.options.awkwardSizes ?? [])]);
  for (const size of [...sizes].sort((a, b) => a - b)) {
    contract.it(`a blob of ${size} bytes comes back whole, in one append or in two`, async ({ store }) => {
      const bytes = bytesOf(size, size + 1);
      const half = Math.ceil(size / 2);
      for (const parts of [[bytes], [bytes.subarray(0, half), bytes.subarray(half)]]) {
        const { state, location } = await commit(store, ...parts);
        assert.equal(state.size, size);
        await assertBlob(store, location, bytes);
        await store.cancel(state);
      }
    });
  }

  contract.it('an upload of many small segments comes back whole', async ({ store }) => {
    const bytes = bytesOf(20 * 1023);
    const parts = Array.from({ length: 20 }, (_, index) => bytes.subarray(index * 1023, (index + 1) * 1023));
    const { state, location } = await commit(store, ...parts);
    await assertBlob(store, location, bytes);
    await store.cancel(state);
    assert.deepEqual(await locationsIn(store), []);
  });

  contract.it('an upload of segments that straddle the boundaries comes back whole', async ({ store }) => {
    const bytes = bytesOf(7 * MEBI + 11);
    const cuts = [0, 3, MEBI - 1, MEBI + 1, 6 * MEBI, 6 * MEBI + 64 * KIBI, bytes.length];
    const parts = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
    const { state, location } = await commit(store, ...parts);
    await assertBlob(store, location, bytes);
    await store.cancel(state);
  });
}
