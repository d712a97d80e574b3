import type { AccessSettings } from '../access-settings.js';
import { grantsOf } from '../rights/token-grants.js';
import type { TokenFacts } from './token-facts.js';
import { TokenRefused } from './token-refused.js';

/** How far the clocks of the registry and the issuer may be apart, in seconds. */
export const SKEW = 30;

type Claims = Readonly<Record<string, unknown>>;

/** Throws {@link TokenRefused} for a token that was made for somebody else, or names nobody where that is required. */
export function checkAudience(
  claims: Claims,
  { audience, audienceRequired }: Pick<AccessSettings, 'audience' | 'audienceRequired'>,
): void {
  const named = claims['aud'];
  if (named === undefined || named === null) {
    if (audienceRequired) throw new TokenRefused('the token names no audience');
    return;
  }
  const isFor = Array.isArray(named) ? named.includes(audience) : named === audience;
  if (!isFor) throw new TokenRefused('the token is for another audience');
}

/** Throws {@link TokenRefused} for a token that is not valid yet or any more. Absent times are no fault here. */
export function checkTimes({ exp, nbf }: Claims): void {
  const now = Date.now() / 1000;
  if (exp !== undefined && !(typeof exp === 'number' && exp + SKEW > now))
    throw new TokenRefused('the token has expired');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf - SKEW <= now))
    throw new TokenRefused('the token is not valid yet');
}

/** @param defaultLife milliseconds for a token that does not say when it expires */
export function factsOf(claims: Claims, defaultLife = 0): TokenFacts {
  const { exp, iss } = claims;
  return {
    subject: subjectOf(claims),
    issuer: typeof iss === 'string' ? iss : undefined,
    claims,
    grants: grantsOf(claims),
    expiresAt: typeof exp === 'number' ? (exp + SKEW) * 1000 : Date.now() + defaultLife,
  };
}

/** A client that speaks for itself may have no `sub` (RFC 7662, 2.2). */
function subjectOf({ sub, client_id }: Claims): string {
  if (typeof sub === 'string') return sub;
  return sub === undefined && typeof client_id === 'string' ? client_id : '';
}
