/**
 * Blobs of a Margo registry in Azure Blob Storage.
 *
 * The registry asks for `plugin`; `AzureBlobStore` is for whoever wants the store alone.
 */
export { AzureBlobStore } from './azure-blob-store.js';
export { plugin } from './plugin.js';
export { AzureSettings } from './settings.js';
