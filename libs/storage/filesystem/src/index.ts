/**
 * Blobs in a directory: one file per blob, durable when acknowledged.
 *
 * Not here: facts about blobs (`storage/metadata`), the promises themselves (`storage/core`).
 */
export { FilesystemBlobStore } from './filesystem-blob-store.js';
export { plugin } from './plugin.js';
export { FilesystemSettings } from './settings.js';
