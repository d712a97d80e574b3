import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { ContainerClient } from '@azure/storage-blob';
import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { AzureBlobStore } from './azure-blob-store.js';
import { BLOCK_SIZE } from './block-writer.js';
import { plugin } from './plugin.js';
import { aContainer, startAzurite, type Azurite } from './testing/azurite.js';

let azurite: Azurite;
before(async () => {
  azurite = await startAzurite();
});
after(() => azurite.stop());

for (const prefix of ['', 'factory/north/']) {
  blobStoreContract(`azure, prefix "${prefix}"`, {
    runner: { describe, it, beforeEach, afterEach },
    async create() {
      const settings = { ...aContainer(azurite), prefix };
      return {
        store: await plugin.open(settings),
        reopen: () => plugin.open(settings),
        destroy: async () => undefined, // the emulator forgets everything when it stops
      };
    },
    async unavailable() {
      const nobody = new ContainerClient('http://127.0.0.1:1/account/container', undefined, {
        retryOptions: { maxTries: 1 },
      });
      return new AzureBlobStore(nobody, prefix);
    },
    awkwardSizes: [BLOCK_SIZE - 1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE + 1],
  });
}
