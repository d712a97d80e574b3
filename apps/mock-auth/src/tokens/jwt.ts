import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../keys/signing-key.js';
import { MOCK_CLAIM } from '../mock-mark.js';
import type { AccessEntry, AccessTokenFacts } from './token-facts.js';

/** Header `typ` of an access token (RFC 9068 section 2.1). */
const TYPE = 'at+jwt';

/** The claims of RFC 9068 section 2.2 and of Docker, and the mark of the mock. */
export function claimsOf(facts: AccessTokenFacts): JWTPayload {
  const { issuer, subject, audience, client, scope, access, tokenId, grantId, issuedAt, expiresAt } = facts;
  return {
    ...facts.claims,
    iss: issuer,
    sub: subject,
    aud: audience.length === 1 ? audience[0] : [...audience],
    client_id: client,
    scope,
    ...(access === undefined ? {} : { access }),
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresAt,
    jti: tokenId,
    ...(grantId === undefined ? {} : { grant_id: grantId }),
    ...MOCK_CLAIM,
  };
}

export async function signAccessToken(
  world: IssuerWorld,
  facts: AccessTokenFacts,
  alg: SigningAlgorithm,
): Promise<string> {
  const key = await world.keys.current(alg);
  return new SignJWT(claimsOf(facts))
    .setProtectedHeader({ alg, typ: TYPE, kid: key.kid })
    .sign(key.privateKey);
}

/**
 * What a JWT of this issuer says, if it is one: signed by a key of the ring (published or not), valid at this second,
 * with every claim of RFC 9068. Undefined for anything else; never throws for a bad token.
 */
export async function readAccessToken(
  world: IssuerWorld,
  token: string,
): Promise<AccessTokenFacts | undefined> {
  try {
    const { payload } = await jwtVerify(token, ({ kid = '' }) => keyOf(world, kid), {
      algorithms: [...SIGNING_ALGORITHMS],
      typ: TYPE,
      currentDate: new Date(world.clock.now() * 1000),
      requiredClaims: ['iss', 'sub', 'aud', 'client_id', 'iat', 'exp', 'jti'],
    });
    return factsOf(payload);
  } catch {
    return undefined;
  }
}

function keyOf(world: IssuerWorld, kid: string) {
  const key = world.keys.find(kid);
  if (key === undefined) throw new Error('no such key');
  return key.publicJwk;
}

/** What the claims of an access token say; {@link claimsOf} the other way round. */
export function factsOf(payload: JWTPayload): AccessTokenFacts {
  const {
    iss = '',
    sub = '',
    aud = [],
    client_id,
    scope,
    access,
    jti = '',
    grant_id,
    iat = 0,
    exp = 0,
    ...rest
  } = payload;
  const { nbf: _nbf, mock: _mock, ...claims } = rest;
  return {
    issuer: iss,
    subject: sub,
    audience: typeof aud === 'string' ? [aud] : aud,
    client: String(client_id),
    scope: typeof scope === 'string' ? scope : '',
    access: access as readonly AccessEntry[] | undefined,
    tokenId: jti,
    grantId: grant_id as string | undefined,
    issuedAt: iat,
    expiresAt: exp,
    claims: claims as Record<string, string>,
  };
}
