import type { Ids } from '../keys/ids.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { SigningAlgorithm } from '../keys/signing-key.js';

/** What a mint needs to know of its issuer. */
export interface MintContext {
  /** The issuer's URL, as its good tokens carry it. */
  readonly issuer: string;
  readonly audience: string;
  readonly alg: SigningAlgorithm;
  /** Seconds that a good token lives. */
  readonly lifetime: number;
  /** Seconds since 1970 on the issuer's clock. */
  readonly now: () => number;
  readonly keys: KeyRing;
  readonly ids: Ids;
}
