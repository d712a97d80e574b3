import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { ByteRange } from '../blob-store.js';
import { assertBlob, assertBytes, bytesOf, commit, read } from './bytes.js';
import type { Contract, ContractSubject } from './contract.js';
import { storageErrorOf } from './rejection.js';

const MEBI = 1024 * 1024;
const SIZE = 2 * MEBI + 3;

const RANGES: { title: string; range: ByteRange }[] = [
  { title: 'the first byte', range: { start: 0, end: 0 } },
  { title: 'the last byte', range: { start: SIZE - 1, end: SIZE - 1 } },
  { title: 'every byte', range: { start: 0, end: SIZE - 1 } },
  { title: 'a part in the middle', range: { start: 70_001, end: 70_900 } },
  { title: 'the end', range: { start: SIZE - 5000, end: SIZE - 1 } },
  { title: 'one byte on each side of 64 KiB', range: { start: 65_535, end: 65_536 } },
  { title: 'one byte on each side of 1 MiB', range: { start: MEBI - 1, end: MEBI } },
  { title: 'a part longer than 1 MiB from an odd byte', range: { start: 12_345, end: 12_345 + MEBI } },
];

export function openContract(contract: Contract): void {
  for (const { title, range } of RANGES) {
    contract.it(`a range of ${title} yields just these bytes`, async ({ store }) => {
      const bytes = bytesOf(SIZE);
      const { state, location } = await commit(store, bytes.subarray(0, MEBI + 7), bytes.subarray(MEBI + 7));
      assertBytes(await read(store, location, range), bytes.subarray(range.start, range.end + 1));
      await store.cancel(state);
    });
  }

  contract.it('a blob can be read again and again', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(1000));
    for (let round = 0; round < 3; round += 1) await assertBlob(store, location, bytesOf(1000));
    await store.cancel(state);
  });

  contract.it('a blob is there after a restart', async ({ store, reopen }) => {
    const { state, location } = await commit(store, bytesOf(100_000));
    const other = await reopen();
    await assertBlob(other, location, bytesOf(100_000));
    await other.cancel(state);
    await other.close();
  });

  contract.it('a range that reaches behind the last byte is corrupt', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(100));
    await storageErrorOf(() => read(store, location, { start: 0, end: 100 }), 'corrupt');
    await storageErrorOf(() => read(store, location, { start: 100, end: 100 }), 'corrupt');
    await storageErrorOf(() => read(store, location, { start: 5000, end: 6000 }), 'corrupt');
    await store.cancel(state);
  });

  contract.it('a range of a blob without bytes is corrupt', async ({ store }) => {
    const { state, location } = await commit(store);
    await storageErrorOf(() => read(store, location, { start: 0, end: 0 }), 'corrupt');
    await store.cancel(state);
  });

  contract.it('a consumer that is slow finds each chunk unchanged until it asks for the next', slowConsumer);

  contract.it('breaking off the iteration frees the blob and the store', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(3 * MEBI));
    for (let round = 0; round < 20; round += 1) {
      for await (const chunk of store.open(location)) {
        assert.ok(chunk.length > 0);
        break;
      }
    }
    await assertBlob(store, location, bytesOf(3 * MEBI));
    await store.cancel(state);
  });

  contract.it('a blob whose iteration never began holds nothing', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(10));
    store.open(location);
    store.open('no such location');
    await store.cancel(state);
  });

  contract.it('a direct URL, where there is one, yields the bytes', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(1000));
    const url = await store.directUrl(location, 60);
    if (url !== undefined) {
      const answer = await fetch(url);
      assert.equal(answer.status, 200);
      assertBytes(Buffer.from(await answer.arrayBuffer()), bytesOf(1000));
    }
    await store.cancel(state);
  });
}

async function slowConsumer({ store }: ContractSubject): Promise<void> {
  const bytes = bytesOf(3 * MEBI + 1);
  const { state, location } = await commit(store, bytes);
  let position = 0;
  for await (const chunk of store.open(location)) {
    if (position < MEBI || position > 2 * MEBI) await delay(2);
    assertBytes(chunk, bytes.subarray(position, position + chunk.length));
    position += chunk.length;
  }
  assert.equal(position, bytes.length);
  await store.cancel(state);
}
