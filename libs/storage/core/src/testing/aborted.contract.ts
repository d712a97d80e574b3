import assert from 'node:assert/strict';
import { appendAll, assertBlob, bytesOf, chunksOf, commit, DIGEST } from './bytes.js';
import type { Contract, ContractSubject } from './contract.js';
import { rejectionOf, storageErrorOf } from './rejection.js';
import { silentAfter } from './sources.js';

const REASON = new Error('the caller went away');

export function abortedContract(contract: Contract): void {
  contract.it('an append whose signal is aborted beforehand changes nothing', async ({ store }) => {
    const first = await appendAll(store, store.begin(), bytesOf(10));
    const signal = AbortSignal.abort(REASON);
    const error = await storageErrorOf(
      () => store.append(first, chunksOf(bytesOf(20)), { signal }),
      'interrupted',
    );
    assert.equal(error.cause, REASON);
    assert.equal(error.state?.size, 10);
    await assertBlob(store, await store.finish(first, DIGEST), bytesOf(10));
    await store.cancel(first);
  });

  contract.it('an abort ends an append whose source is silent, and keeps what is durable', abortSilentAppend);

  contract.it('a signal that is never aborted changes nothing', async ({ store }) => {
    const { signal } = new AbortController();
    const bytes = bytesOf(100_000);
    const state = await store.append(store.begin(), chunksOf(bytes), { signal });
    const location = await store.finish(state, DIGEST);
    const chunks: Buffer[] = [];
    for await (const chunk of store.open(location, undefined, signal)) chunks.push(Buffer.from(chunk));
    assert.ok(Buffer.concat(chunks).equals(bytes));
    await store.cancel(state);
  });

  contract.it('a read whose signal is aborted beforehand rejects with the reason', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(10));
    const read = store.open(location, undefined, AbortSignal.abort(REASON))[Symbol.asyncIterator]();
    assert.equal(await rejectionOf(() => read.next()), REASON);
    await store.cancel(state);
  });

  contract.it('an abort ends a read under way with the reason', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(5 * 1024 * 1024));
    const aborter = new AbortController();
    const read = store.open(location, undefined, aborter.signal)[Symbol.asyncIterator]();
    assert.equal((await read.next()).done, false);
    aborter.abort(REASON);
    assert.equal(await rejectionOf(() => read.next()), REASON);
    assert.equal((await read.next()).done, true);
    await store.cancel(state);
  });
}

async function abortSilentAppend({ store }: ContractSubject): Promise<void> {
  const bytes = bytesOf(100_000);
  const aborter = new AbortController();
  const source = silentAfter(bytes.subarray(0, 80_000), () => setImmediate(() => aborter.abort(REASON)));
  const error = await storageErrorOf(
    () => store.append(store.begin(), source, { signal: aborter.signal }),
    'interrupted',
  );
  assert.equal(error.cause, REASON);
  assert.ok(error.state && error.state.size <= 80_000);
  const state = await appendAll(store, error.state, bytes.subarray(error.state.size));
  await assertBlob(store, await store.finish(state, DIGEST), bytes);
  await store.cancel(state);
}
