import type { Environment } from '@margo-registry/settings';
import type { Readable, Writable } from 'node:stream';

/** What a command is run with: what it asks for comes from `input`, results go to `out`, progress and complaints to `err`. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly out: Writable & { readonly columns?: number };
  readonly err: Writable & { readonly isTTY?: boolean };
  readonly environment: Environment;
}
