import assert from 'node:assert/strict';
import type { Contract } from './contract.js';
import { locationsIn } from './bytes.js';

export function markContract(contract: Contract): void {
  contract.it('the first mark stays: a second database learns whose the store is', async ({ store }) => {
    assert.equal(await store.mark('first'), 'first');
    assert.equal(await store.mark('second'), 'first');
  });

  contract.it('a mark outlives a restart and is no blob', async ({ store, reopen }) => {
    await store.mark('first');
    const other = await reopen();
    assert.equal(await other.mark('second'), 'first');
    assert.deepEqual(await locationsIn(other), []);
    await other.close();
  });

  contract.it('callers that mark at once all learn the same id', async ({ store, reopen }) => {
    const other = await reopen();
    const ids = Array.from({ length: 8 }, (_, number) => `store-${number}`);
    const learned = await Promise.all(ids.map((id, index) => (index % 2 ? store : other).mark(id)));
    assert.equal(new Set(learned).size, 1);
    assert.ok(ids.includes(learned[0] as string), learned[0]);
    assert.equal(await store.mark('late'), learned[0]);
    await other.close();
  });

  contract.it('a ping resolves, before and after the mark, and leaves nothing', async ({ store }) => {
    await store.ping();
    await store.mark('first');
    await store.ping();
    assert.deepEqual(await locationsIn(store), []);
  });
}
