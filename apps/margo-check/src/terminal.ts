import type { Writable } from 'node:stream';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command is run with: results go to `out`, progress and complaints to `err`. */
export interface Terminal {
  readonly out: Writable & { readonly columns?: number };
  readonly err: Writable & { readonly isTTY?: boolean };
  readonly environment: Environment;
}
