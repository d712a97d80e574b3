import type { BlobStore } from './blob-store.js';

/**
 * What a driver's package exports under the name `plugin`.
 * The plug-in's settings class is checked by the registry before `open` is called, with every fault reported at once.
 */
export interface StoragePlugin<Settings extends object = object> {
  /** Name for messages and metrics, such as `filesystem`. */
  readonly name: string;
  /** Version of the port that the driver was built for. */
  readonly portVersion: 1;
  /** Class with class-validator decorators; one property per key of the section `blobs`. */
  readonly settings: new () => Settings;
  /** Opens the store. Rejects with a sentence that says what is wrong and what to do; the registry then does not start. */
  open(settings: Settings): Promise<BlobStore>;
}
