/**
 * The promises of the blob store port as tests, for every driver and every test runner; start at `blobStoreContract`.
 *
 * Never in production code. The promises in words: `BlobStore` in the package's main entry.
 */
export { blobStoreContract } from './blob-store.contract.js';
export type { ContractOptions, ContractRunner, ContractSubject, Deviation } from './contract.js';
export { assertBlob, bytesOf, chunksOf, commit, DIGEST, locationsIn, read, type Commit } from './bytes.js';
export { rejectionOf, storageErrorOf } from './rejection.js';
