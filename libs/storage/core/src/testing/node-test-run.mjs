// Runs the contract on the built package under Node's own runner; started by contract-runners.spec.ts.
import { afterEach, beforeEach, describe, it } from 'node:test';
import { MemoryBlobStore } from '@margo-registry/storage-core';
import { blobStoreContract } from '@margo-registry/storage-core/testing';

blobStoreContract('memory', {
  runner: { describe, it, beforeEach, afterEach },
  async create() {
    const store = new MemoryBlobStore();
    return { store, reopen: async () => store.reopen(), destroy: () => store.close() };
  },
  deviations: [{ test: 'deleting twice succeeds', reason: 'only to see a deviation reported' }],
});
