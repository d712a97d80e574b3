import type { Environment } from '@margo-registry/settings';
import type { Writable } from 'node:stream';

/** What a command is run with: results go to `out`, complaints to `err`. */
export interface Terminal {
  readonly out: Writable & { readonly columns?: number };
  readonly err: Writable;
  readonly environment: Environment;
}
