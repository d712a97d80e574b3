import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StoragePlugin } from '@margo-registry/storage-core';
import { DRIVER, toStorageError } from './file-error.js';
import { FilesystemBlobStore } from './filesystem-blob-store.js';
import { FilesystemSettings } from './settings.js';

export const plugin: StoragePlugin<FilesystemSettings> = {
  name: DRIVER,
  portVersion: 1,
  settings: FilesystemSettings,
  async open({ directory }) {
    const path = resolve(directory);
    try {
      await mkdir(path, { recursive: true });
      const store = new FilesystemBlobStore(path);
      await store.ping();
      return store;
    } catch (cause) {
      const reason = toStorageError(cause, { operation: 'open' }).message.replace(/^\w+: \w+: /, '');
      throw new Error(
        `blobs cannot be kept in ${path}: ${reason}. Choose a directory that this user may write to.`,
        { cause },
      );
    }
  },
};
