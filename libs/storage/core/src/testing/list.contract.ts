import assert from 'node:assert/strict';
import type { BlobLocation, BlobStore, StoredBlob } from '../blob-store.js';
import { appendAll, bytesOf, commit, locationsIn, type Commit } from './bytes.js';
import type { Contract } from './contract.js';

const COUNT = 30;
const HOUR = 3_600_000;

export function listContract(contract: Contract): void {
  contract.it('an empty place lists nothing', async ({ store }) => {
    assert.deepEqual(await locationsIn(store), []);
    assert.deepEqual(await locationsIn(store, 'anything'), []);
  });

  contract.it('every blob is listed once, in byte order of location', async ({ store }) => {
    const commits = await commitMany(store);
    const expected = commits.map(({ location }) => location).sort(inByteOrder);
    assert.deepEqual(await locationsIn(store), expected);
    await cancelAll(store, commits);
  });

  contract.it('the list begins behind any of its entries', async ({ store }) => {
    const commits = await commitMany(store);
    const all = await locationsIn(store);
    for (const [index, location] of all.entries()) {
      assert.deepEqual(await locationsIn(store, location), all.slice(index + 1));
    }
    await cancelAll(store, commits);
  });

  contract.it(
    'the list begins behind what is no entry: a prefix sorts before its siblings',
    async ({ store }) => {
      const commits = await commitMany(store);
      const all = await locationsIn(store);
      for (const location of all) {
        for (const after of [location.slice(0, -1), `${location}\u0000`, `${location}0`]) {
          assert.deepEqual(
            await locationsIn(store, after),
            all.filter((other) => inByteOrder(other, after) > 0),
          );
        }
      }
      await cancelAll(store, commits);
    },
  );

  contract.it('an entry tells size and time', async ({ store }) => {
    const { state, location } = await commit(store, bytesOf(1234));
    const entry = (await entriesIn(store)).find((blob) => blob.location === location);
    assert.equal(entry?.size, 1234);
    assert.ok(
      Math.abs(Date.now() - (entry as StoredBlob).modifiedAt.getTime()) < HOUR,
      'modified within the hour',
    );
    await store.cancel(state);
  });

  contract.it('what an unfinished upload holds is listed', async ({ store }) => {
    const state = await appendAll(store, store.begin(), bytesOf(100_000, 1), bytesOf(10, 2));
    const listed = new Set(await locationsIn(store));
    assert.ok(state.locations.length > 0 && state.locations.every((location) => listed.has(location)));
    await store.cancel(state);
  });

  contract.it('breaking off the list leaves the store usable', async ({ store }) => {
    const commits = await commitMany(store);
    for await (const { location } of store.list()) {
      await store.delete(location);
      break;
    }
    assert.equal((await locationsIn(store)).length, COUNT - 1);
    await cancelAll(store, commits);
  });

  contract.it('a sweep may delete what it lists', async ({ store }) => {
    await commitMany(store);
    for await (const { location } of store.list()) await store.delete(location);
    assert.deepEqual(await locationsIn(store), []);
  });
}

async function commitMany(store: BlobStore): Promise<Commit[]> {
  const commits: Commit[] = [];
  for (let number = 0; number < COUNT; number += 1) commits.push(await commit(store, bytesOf(1 + number)));
  return commits;
}

async function cancelAll(store: BlobStore, commits: readonly Commit[]): Promise<void> {
  for (const { state } of commits) await store.cancel(state);
}

async function entriesIn(store: BlobStore): Promise<StoredBlob[]> {
  const entries: StoredBlob[] = [];
  for await (const entry of store.list()) entries.push(entry);
  return entries;
}

function inByteOrder(a: BlobLocation, b: BlobLocation): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
