import { calculateJwkThumbprint, type CryptoKey, type JWK } from 'jose';

/** What an issuer signs with (RFC 7518 section 3.1). */
export type SigningAlgorithm = 'ES256' | 'RS256';

export const SIGNING_ALGORITHMS: readonly SigningAlgorithm[] = ['ES256', 'RS256'];

/** A key as it signs: `publicJwk` is what a JWKS shows of it, with `kid`, `alg` and `use`. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** The two halves as a key source makes them. */
export interface KeyMaterial {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** Names the material: by its RFC 7638 thumbprint, or by the kid given. */
export async function nameKey(
  material: KeyMaterial,
  alg: SigningAlgorithm,
  kid?: string,
): Promise<SigningKey> {
  const name = kid ?? (await calculateJwkThumbprint(material.publicJwk));
  return {
    kid: name,
    alg,
    privateKey: material.privateKey,
    publicJwk: { ...material.publicJwk, kid: name, alg, use: 'sig' },
  };
}
