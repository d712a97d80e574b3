import { createHash } from 'node:crypto';
import type { AccessTokenFacts, RefreshTokenFacts } from './token-facts.js';

/** Each issuer remembers so many tokens of each kind; the oldest go first. */
const MOST = 100_000;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * What one issuer remembers: opaque access tokens, refresh tokens, and what was revoked. Tokens are kept by their hash.
 * Expired ones stay, because the issuer's clock may be set back; the number is bounded instead. JWTs need no memory.
 */
export class IssuedTokens {
  private readonly access = new Map<string, AccessTokenFacts>();
  private readonly refresh = new Map<string, RefreshTokenFacts>();
  private readonly revokedIds = new Set<string>();
  private readonly revokedGrants = new Set<string>();
  private readonly usedAssertions = new Set<string>();

  recordAccess(token: string, facts: AccessTokenFacts): void {
    keep(this.access, hashOf(token), facts);
  }

  findAccess(token: string): AccessTokenFacts | undefined {
    return this.access.get(hashOf(token));
  }

  recordRefresh(token: string, facts: RefreshTokenFacts): void {
    keep(this.refresh, hashOf(token), facts);
  }

  findRefresh(token: string): RefreshTokenFacts | undefined {
    return this.refresh.get(hashOf(token));
  }

  /** From here on the token with this `jti` is inactive. Safe to repeat. */
  revokeId(tokenId: string): void {
    remember(this.revokedIds, tokenId);
  }

  /** From here on every token of this grant is inactive (RFC 7009 section 2.1). Safe to repeat. */
  revokeGrant(grantId: string): void {
    remember(this.revokedGrants, grantId);
  }

  isRevoked({ tokenId, grantId }: { tokenId: string; grantId?: string }): boolean {
    return this.revokedIds.has(tokenId) || (grantId !== undefined && this.revokedGrants.has(grantId));
  }

  /** False when this assertion was used before (RFC 7523 section 3, item 7). */
  useAssertion(client: string, id: string): boolean {
    const key = `${client} ${id}`;
    if (this.usedAssertions.has(key)) return false;
    remember(this.usedAssertions, key);
    return true;
  }

  /** Forgets everything, revocations too: in reproducible mode the same ids come again. */
  reset(): void {
    for (const memory of [
      this.access,
      this.refresh,
      this.revokedIds,
      this.revokedGrants,
      this.usedAssertions,
    ])
      memory.clear();
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size > MOST) map.delete(map.keys().next().value as string);
}

function remember(set: Set<string>, key: string): void {
  set.add(key);
  if (set.size > MOST) set.delete(set.values().next().value as string);
}
