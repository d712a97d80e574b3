import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { codedError } from './file-error.js';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { observedFiles } from './testing/observed-files.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const MEBI = 1024 * 1024;

blobStoreContract('filesystem', {
  runner: { describe, it, beforeEach, afterEach },
  async create() {
    const { path, remove } = await temporaryDirectory();
    return {
      store: new FilesystemBlobStore(path),
      reopen: async () => new FilesystemBlobStore(path),
      destroy: remove,
    };
  },
  async unavailable() {
    const broken = observedFiles(() => {
      throw codedError('EIO', 'made for a test');
    });
    return new FilesystemBlobStore('/nowhere', broken);
  },
  awkwardSizes: [2 * MEBI - 1, 2 * MEBI, 2 * MEBI + 1],
});
