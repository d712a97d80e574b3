import type { MemoryBlobStore } from '../../memory-blob-store.js';

/** A store that breaks one promise, and the titles of the tests that must say so. */
export interface Fault {
  readonly fault: string;
  readonly caughtBy: readonly string[];
  readonly Store: new () => MemoryBlobStore;
}
