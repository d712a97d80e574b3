/**
 * The blob store port: what the registry asks of a place for bytes, and what every driver promises.
 *
 * Not here: facts (`storage/metadata`), hashes and names (`oci`). The promises as tests: `./testing`.
 */
export type {
  AppendOptions,
  BlobLocation,
  BlobStore,
  ByteRange,
  StoredBlob,
  UploadState,
} from './blob-store.js';
export { StorageError, isStorageError } from './storage-error.js';
export type { StorageErrorContext, StorageErrorKind } from './storage-error.js';
export { InterruptibleSource } from './interruptible-source.js';
export { MemoryBlobStore } from './memory-blob-store.js';
export type { StoragePlugin } from './storage-plugin.js';
export { loadPlugin, type PluginSource } from './plugin-loader.js';
export { PluginError } from './plugin-error.js';
