import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { observedFiles, systemError } from './testing/observed-files.js';

const MEBI = 1024 * 1024;

blobStoreContract('filesystem', {
  runner: { describe, it, beforeEach, afterEach },
  async create() {
    const directory = await mkdtemp(join(tmpdir(), 'margo-blobs-'));
    return {
      store: new FilesystemBlobStore(directory),
      reopen: async () => new FilesystemBlobStore(directory),
      destroy: () => rm(directory, { recursive: true }),
    };
  },
  async unavailable() {
    const broken = observedFiles(() => {
      throw systemError('EIO');
    });
    return new FilesystemBlobStore('/nowhere', broken);
  },
  awkwardSizes: [2 * MEBI - 1, 2 * MEBI, 2 * MEBI + 1],
});
