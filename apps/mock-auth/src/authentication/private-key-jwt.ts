import { decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import type { Client } from '../identities/identity.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { refuseClient } from './refuse-client.js';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
export const ASSERTION_ALGORITHMS = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'] as const;

/** Beyond this an assertion is no proof of the moment, even if its `exp` says otherwise. */
const LONGEST_LIFETIME = 3600;

/** The client that an assertion says it is from; nothing is verified. @throws OAuthError invalid_client */
export function clientIdOf(assertion: string): string {
  const payload = readPayload(assertion);
  if (typeof payload.sub !== 'string' || payload.iss !== payload.sub) {
    throw refuseClient(
      'iss and sub of the client assertion must both be the client_id (RFC 7523 section 3).',
    );
  }
  return payload.sub;
}

function readPayload(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw refuseClient('The client assertion is not a JWT.');
  }
}

/**
 * RFC 7523 section 3: signed by a key of the client, for this server, not expired, used once.
 * @param audiences texts of which `aud` must be one: the issuer, or the URL of an endpoint
 * @throws OAuthError invalid_client
 */
export async function checkAssertion(
  assertion: string,
  client: Client,
  world: IssuerWorld,
  audiences: readonly string[],
): Promise<void> {
  const { exp = 0, jti } = await verifyByAnyKey(assertion, client, world, audiences);
  if (exp > world.clock.now() + LONGEST_LIFETIME) {
    throw refuseClient('The client assertion lives longer than an hour; make a fresh one for each request.');
  }
  if (jti === undefined) throw refuseClient('The client assertion has no jti.');
  if (!world.tokens.useAssertion(client.subject, jti)) {
    throw refuseClient('The jti of the client assertion was used before; make a fresh one for each request.');
  }
}

async function verifyByAnyKey(
  assertion: string,
  client: Client,
  world: IssuerWorld,
  audiences: readonly string[],
): Promise<JWTPayload> {
  const options = {
    algorithms: [...ASSERTION_ALGORITHMS],
    audience: [...audiences],
    issuer: client.subject,
    subject: client.subject,
    requiredClaims: ['exp'],
    currentDate: new Date(world.clock.now() * 1000),
  };
  let reason = 'the client has no public key here';
  for (const key of client.publicKeys) {
    try {
      return (await jwtVerify(assertion, key, options)).payload;
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  throw refuseClient(`The client assertion is refused: ${reason}.`);
}
