import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { AccessSettings } from '../access-settings.js';
import { SKEW, checkAudience, checkTimes, factsOf } from './claim-checks.js';
import { KeySet, type KeySetLimits } from './key-set.js';
import { RememberedTokens } from './remembered-tokens.js';
import type { TokenFacts } from './token-facts.js';
import { TokenRefused } from './token-refused.js';
import type { TokenText } from './token-text.js';
import type { TokenVerifier } from './token-verifier.js';

/** Signatures with a public key only: a shared secret could be the public key itself (RFC 8725, 2.1 and 3.1). */
export const ALGORITHMS = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
];
/** RFC 9068, 4, and plain JWTs, as the Docker token specification issues them. */
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

type Settings = Pick<AccessSettings, 'issuer' | 'audience' | 'audienceRequired'> & {
  readonly jwksUrl: string;
};

/** JWTs of the authorization server, verified by its key set. A valid one is remembered until it expires or the keys change. */
export class JwtVerifier implements TokenVerifier {
  private readonly remembered = new RememberedTokens();
  private readonly keys: KeySet;

  constructor(
    private readonly settings: Settings,
    limits?: KeySetLimits,
  ) {
    this.keys = new KeySet(settings.jwksUrl, limits);
  }

  isFor({ unverified }: TokenText): boolean {
    return unverified !== undefined;
  }

  recall(token: string): TokenFacts | undefined {
    if (this.keys.haveChanged()) this.remembered.clear();
    const facts = this.remembered.find(token);
    if (facts) this.keys.lookAgain();
    return facts;
  }

  async verify({ text }: TokenText): Promise<TokenFacts> {
    const { current } = this.keys;
    const claims = await this.verifySignature(text);
    checkAudience(claims, this.settings);
    checkTimes(claims);
    const facts = factsOf(claims);
    // Where keys came in meanwhile, nobody knows which ones this token was verified with.
    if (current === this.keys.current) this.remembered.remember(text, facts, facts.expiresAt);
    return facts;
  }

  private async verifySignature(text: string): Promise<JWTPayload> {
    try {
      return await this.verifyWith(this.keys.keyFor, text);
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return this.verifyWithEach(error, text);
      throw refusalOf(error);
    }
  }

  /** A token without `kid`, or a set that uses one twice: each key that could be meant. */
  private async verifyWithEach(
    candidates: errors.JWKSMultipleMatchingKeys,
    text: string,
  ): Promise<JWTPayload> {
    for await (const key of candidates) {
      try {
        return await this.verifyWith(() => Promise.resolve(key), text);
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw refusalOf(error);
      }
    }
    throw new TokenRefused('the signature of the token fits none of the keys of its issuer');
  }

  private async verifyWith(keyFor: JWTVerifyGetKey, text: string): Promise<JWTPayload> {
    const { payload, protectedHeader } = await jwtVerify(text, keyFor, {
      algorithms: ALGORITHMS,
      issuer: this.settings.issuer,
      requiredClaims: ['exp', 'iss'],
      clockTolerance: SKEW,
    });
    const type = protectedHeader.typ?.toLowerCase();
    if (type !== undefined && !TYPES.has(type)) throw new TokenRefused('the token is no access token (typ)');
    return payload;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'the token has expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'the token is signed with an algorithm that is not accepted',
  ERR_JOSE_NOT_SUPPORTED: 'the token is signed with an algorithm that is not accepted',
  ERR_JWKS_NO_MATCHING_KEY: 'the issuer has no key with which the token is signed',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature of the token does not fit',
};
const CLAIM_REASONS: Readonly<Record<string, string>> = {
  iss: 'the token is from another issuer',
  nbf: 'the token is not valid yet',
  exp: 'the token does not say when it expires',
};

/** What is no fault of the token stays what it is. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  const claim = error instanceof errors.JWTClaimValidationFailed ? CLAIM_REASONS[error.claim] : undefined;
  return new TokenRefused(claim ?? REASONS[error.code] ?? 'the token is malformed', { cause: error });
}
