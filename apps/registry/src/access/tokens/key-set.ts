import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwksCache,
  type CryptoKey,
  type JSONWebKeySet,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
} from 'jose';
import { limitedFetch, type FetchOptions } from './limited-fetch.js';
import { authorizationUnavailable } from './token-refused.js';

/** Milliseconds. */
export interface KeySetLimits {
  /** A key that is not known makes the set be fetched again, but not more often than this. */
  readonly floor: number;
  readonly floorAfterFailure: number;
  /** A set that was read longer ago is read again beside the requests, so that a retired key does not live on. */
  readonly lookAgainAfter: number;
  /** A set that was read longer ago is not used any more. */
  readonly usedFor: number;
  readonly timeLimit: number;
}

const LIMITS: KeySetLimits = {
  floor: 5_000,
  floorAfterFailure: 1_000,
  lookAgainAfter: 60_000,
  usedFor: 600_000,
  timeLimit: 3_000,
};

const KEY_FAULTS = new Set([
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_NOT_SUPPORTED',
]);

/**
 * The key set of the issuer (RFC 7517), at one configured address: what a token's header says of other places (`jku`, `x5u`,
 * `jwk`, `x5c`) is not read at all.
 */
export class KeySet {
  /** Filled by jose together with the keys that it uses. */
  private readonly cache: { jwks?: JSONWebKeySet } = {};
  private seen: JSONWebKeySet | undefined;
  private lookedAt = 0;
  private failure: { readonly error: unknown; readonly until: number } | undefined;
  private readonly remote: ReturnType<typeof createRemoteJWKSet>;

  constructor(
    url: string,
    private readonly limits: KeySetLimits = LIMITS,
  ) {
    this.remote = createRemoteJWKSet(new URL(url), {
      timeoutDuration: limits.timeLimit,
      cooldownDuration: limits.floor,
      cacheMaxAge: limits.usedFor,
      [jwksCache]: this.cache as JWKSCacheInput,
      [customFetch]: (address, options) => this.fetch(address, options),
    });
  }

  /** For `jwtVerify`. Throws `authorization-unavailable` when the set cannot be read. */
  readonly keyFor: JWTVerifyGetKey = async (header, token): Promise<CryptoKey> => {
    try {
      return await this.remote(header, token);
    } catch (error) {
      if (error instanceof errors.JOSEError && KEY_FAULTS.has(error.code)) throw error;
      throw authorizationUnavailable(this.limits.floorAfterFailure / 1000, error);
    }
  };

  /** What was read last; another object after every reading. */
  get current(): object | undefined {
    return this.cache.jwks;
  }

  /** True, once, after other keys than before have been read. */
  haveChanged(): boolean {
    const { jwks } = this.cache;
    if (jwks === this.seen) return false;
    const differs = this.seen !== undefined && JSON.stringify(jwks) !== JSON.stringify(this.seen);
    this.seen = jwks;
    return differs;
  }

  /** Looks for other keys once in a while, without anybody waiting for it. */
  lookAgain(): void {
    if (Date.now() < this.lookedAt + this.limits.lookAgainAfter || this.remote.reloading) return;
    this.lookedAt = Date.now();
    this.remote.reload().catch(() => undefined);
  }

  private async fetch(address: string, options: FetchOptions): Promise<Response> {
    if (this.failure && Date.now() < this.failure.until) throw this.failure.error;
    this.lookedAt = Date.now();
    try {
      const answer = await limitedFetch(address, options);
      if (answer.status !== 200) throw new Error(`the key set was answered with ${answer.status}`);
      this.failure = undefined;
      return answer;
    } catch (error) {
      this.failure = { error, until: Date.now() + this.limits.floorAfterFailure };
      throw error;
    }
  }
}
