import { MemoryBlobStore } from './memory-blob-store.js';
import { blobStoreContract } from './testing/index.js';

blobStoreContract('memory', {
  runner: { describe, it, beforeEach, afterEach },
  async create() {
    const store = new MemoryBlobStore();
    return { store, reopen: async () => store.reopen(), destroy: () => store.close() };
  },
});
