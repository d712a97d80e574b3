import type { Environment } from '../terminal.js';

export interface OpenOptions {
  readonly environment: Environment;
  readonly plainHttp: boolean;
  /** The tag that a local package will be pushed as. */
  readonly tag?: string;
}
