import { Clock } from '../clock/clock.js';
import { Faults } from '../faults/faults.js';
import type { Identities } from '../identities/identities.js';
import { Journal } from '../journal/journal.js';
import { Ids } from '../keys/ids.js';
import { KeyRing } from '../keys/key-ring.js';
import { randomKeys, seededKeys } from '../keys/key-source.js';
import { IssuedTokens } from '../tokens/issued-tokens.js';

/** What every issuer starts from. */
export interface WorldOrigin {
  readonly identities: Identities;
  /** Reproducible mode: keys and ids are derived from it and the issuer's name. */
  readonly seed?: string;
  /** Second since 1970 at which the clock stands still from the start. */
  readonly at?: number;
}

/**
 * One issuer with everything of its own: clock, keys, identities, issued tokens, journal, fault rules. Nothing is shared
 * between two, so parallel tests that use an issuer each do not see each other.
 */
export class IssuerWorld {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: KeyRing;
  readonly tokens = new IssuedTokens();
  readonly journal = new Journal();
  readonly faults: Faults;
  identities: Identities;

  /** @param name the first path segment; empty for the root issuer */
  constructor(
    readonly name: string,
    private readonly origin: WorldOrigin,
    keys?: KeyRing,
  ) {
    const seed = origin.seed === undefined ? undefined : `${origin.seed}/${name}`;
    this.clock = new Clock(origin.at);
    this.ids = new Ids(seed);
    const now = (): number => this.clock.now();
    const source = seed === undefined ? randomKeys : seededKeys(seed);
    this.keys = keys?.renew(now) ?? new KeyRing(source, now);
    this.faults = new Faults(() => this.clock.now());
    this.identities = origin.identities;
  }

  /** Another world of that name, as this one was at the start, its first keys too: what a scenario is prepared on. */
  renew(): IssuerWorld {
    return new IssuerWorld(this.name, this.origin, this.keys);
  }

  /**
   * As it was at the start. The first keys come back and do not change, so whoever cached the JWKS still verifies; JWTs
   * issued before are therefore valid until they expire, while opaque and refresh tokens and revocations are forgotten.
   */
  reset(): void {
    this.clock.reset();
    this.ids.reset();
    this.keys.reset();
    this.tokens.reset();
    this.journal.reset();
    this.faults.reset();
    this.identities = this.origin.identities;
  }
}
