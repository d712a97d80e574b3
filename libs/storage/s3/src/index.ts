/**
 * Blobs in a bucket of MinIO or any S3 service: one object per blob, durable when acknowledged.
 *
 * Not here: facts about blobs (`storage/metadata`), the promises themselves (`storage/core`).
 */
export { plugin } from './plugin.js';
export { S3BlobStore } from './s3-blob-store.js';
export { S3Settings } from './settings.js';
export type { Limits } from './limits.js';
export type { S3StoreOptions } from './store-options.js';
