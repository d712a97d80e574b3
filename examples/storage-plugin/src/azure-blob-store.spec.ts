import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import type { BlobStore } from '@margo-registry/storage-core';
import {
  assertBlob,
  bytesOf,
  chunksOf,
  commit,
  DIGEST,
  locationsIn,
  read,
  storageErrorOf,
} from '@margo-registry/storage-core/testing';
import { BLOCK_SIZE } from './block-writer.js';
import { plugin } from './plugin.js';
import { aContainer, startAzurite, type Azurite } from './testing/azurite.js';

describe('AzureBlobStore', () => {
  let azurite: Azurite;
  let store: BlobStore;
  let container: ContainerClient;
  before(async () => {
    azurite = await startAzurite();
  });
  after(() => azurite.stop());
  beforeEach(async () => {
    const settings = aContainer(azurite);
    store = await plugin.open(settings);
    const credential = new StorageSharedKeyCredential(settings.account, settings.accessKey);
    container = new BlobServiceClient(settings.endpoint, credential).getContainerClient(settings.container);
  });

  it('joins segments of many blocks whole, also when several callers do so at once', async () => {
    const [first, second] = [bytesOf(BLOCK_SIZE + 1, 1), bytesOf(BLOCK_SIZE + 2, 2)];
    const begun = await store.append(store.begin(), chunksOf(first));
    const state = await store.append(begun, chunksOf(second));
    const locations = await Promise.all([1, 2, 3].map(() => store.finish(state, DIGEST)));
    assert.equal(new Set(locations).size, 1);
    await assertBlob(store, locations[0] as string, Buffer.concat([first, second]));
  });

  it('takes a joined blob of another size for none, and joins again', async () => {
    const { state, location } = await commit(store, bytesOf(10, 1), bytesOf(20, 2));
    await container.getBlockBlobClient(`blobs/${location}`).upload('half', 4);
    assert.equal(await store.finish(state, DIGEST), location);
    await assertBlob(store, location, Buffer.concat([bytesOf(10, 1), bytesOf(20, 2)]));
  });

  it('neither lists nor opens nor deletes what others put into the container', async () => {
    const names = ['blobs/readme', 'blobs/x/0123456789abcdef0123456789abcdef', 'other'];
    for (const name of names) await container.getBlockBlobClient(name).upload('x', 1);
    assert.deepEqual(await locationsIn(store), []);
    for (const name of names) {
      await storageErrorOf(() => read(store, name.replace('blobs/', '')), 'not-found');
      await store.delete(name.replace('blobs/', ''));
      assert.equal(await container.getBlockBlobClient(name).exists(), true);
    }
  });

  it('is unavailable, and not without its blobs, when the container is gone', async () => {
    const { state, location } = await commit(store, bytesOf(10));
    await container.delete();
    await storageErrorOf(() => read(store, location), 'unavailable');
    await storageErrorOf(() => store.finish(state, DIGEST), 'unavailable');
    await storageErrorOf(() => store.delete(location), 'unavailable');
    await storageErrorOf(() => store.ping(), 'unavailable');
  });
});
