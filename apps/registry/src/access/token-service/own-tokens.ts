import type { ResourceScope } from '@margo-registry/oci';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { hkdfSync, randomUUID } from 'node:crypto';
import { SKEW } from '../tokens/claim-checks.js';

/** Seconds that an access token lives. Clients ask again; what changed in file or rules then counts. */
export const TOKEN_LIFETIME = 300;
/** Seconds that a refresh token lives; it ends earlier with the password that it was given for. */
const REFRESH_LIFETIME = 90 * 24 * 3600;

const ALGORITHM = 'HS256';
const REFRESH_TYPE = 'refresh+jwt';

/** Of whom and for what an own token speaks. */
export interface TokenGrant {
  /** Name of the account; empty for an anonymous caller. */
  readonly subject: string;
  readonly access: readonly ResourceScope[];
}

export interface IssuedToken {
  readonly token: string;
  readonly issuedAt: Date;
  /** Seconds. */
  readonly lifetime: number;
}

/** What an own token says, once it is proven. */
export interface OwnTokenClaims extends JWTPayload {
  readonly sub: string;
  readonly access: readonly ResourceScope[];
}

export interface OwnTokensOptions {
  /** The store's. */
  readonly id: string;
  /** The store's; own tokens get a key of their own (RFC 5869). */
  readonly signingKey: Buffer;
  /** `aud` of every token: the challenge's `service`. */
  readonly audience: string;
  readonly clock?: () => Date;
}

/**
 * Tokens that this registry gives out itself, for anonymous pull and local accounts: HS256 under a key that every replica
 * of one store derives alike. The key is tried for no issuer but {@link issuer}, so it can prove nobody else's words.
 */
export class OwnTokens {
  readonly issuer: string;
  private readonly key: Uint8Array;
  private readonly audience: string;
  private readonly clock: () => Date;

  constructor({ id, signingKey, audience, clock }: OwnTokensOptions) {
    this.issuer = `margo-registry:${id}`;
    this.key = new Uint8Array(hkdfSync('sha256', signingKey, '', 'margo-registry token', 32));
    this.audience = audience;
    this.clock = clock ?? (() => new Date());
  }

  async sign({ subject, access }: TokenGrant): Promise<IssuedToken> {
    const issuedAt = wholeSeconds(this.clock());
    const token = await this.claims(subject, { access }, issuedAt, TOKEN_LIFETIME)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .sign(this.key);
    return { token, issuedAt, lifetime: TOKEN_LIFETIME };
  }

  /** Throws jose's errors (`JWTExpired`, `JWSSignatureVerificationFailed`, …) for whatever is no access token of this store. */
  async verify(token: string): Promise<OwnTokenClaims> {
    const { payload } = await jwtVerify(token, this.key, this.checks('JWT'));
    return payload as OwnTokenClaims;
  }

  /** @param password fingerprint of the password that the account has; the token ends with it */
  async signRefresh(subject: string, password: string): Promise<string> {
    return this.claims(subject, { password }, wholeSeconds(this.clock()), REFRESH_LIFETIME)
      .setProtectedHeader({ alg: ALGORITHM, typ: REFRESH_TYPE })
      .sign(this.key);
  }

  /** The account that a refresh token was given to, or `undefined` when it is none of this store's or has expired. */
  async findRefresh(token: string): Promise<{ subject: string; password: string } | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key, this.checks(REFRESH_TYPE));
      return { subject: payload.sub ?? '', password: String(payload['password']) };
    } catch {
      return undefined;
    }
  }

  private claims(subject: string, claims: JWTPayload, issuedAt: Date, lifetime: number): SignJWT {
    const second = issuedAt.getTime() / 1000;
    return new SignJWT(claims)
      .setIssuer(this.issuer)
      .setSubject(subject)
      .setAudience(this.audience)
      .setIssuedAt(second)
      .setNotBefore(second)
      .setExpirationTime(second + lifetime)
      .setJti(randomUUID());
  }

  /** A refresh token is told from an access token by `typ`, so neither passes for the other. */
  private checks(typ: string): NonNullable<Parameters<typeof jwtVerify>[2]> {
    return {
      issuer: this.issuer,
      audience: this.audience,
      algorithms: [ALGORITHM],
      typ,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: SKEW,
      currentDate: this.clock(),
    };
  }
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
