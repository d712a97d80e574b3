import { checkPrime, createPublicKey, hkdfSync } from 'node:crypto';
import { promisify } from 'node:util';
import { importJWK, type CryptoKey } from 'jose';
import type { KeyMaterial } from './signing-key.js';

const PRIME_BYTES = 128;
const EXPONENT = 65537n;
/** Most candidates fall by one of these, long before the costly test. */
const SMALL_PRIMES = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n, 59n, 61n, 67n];
const isPrime = promisify(checkPrime) as (candidate: bigint) => Promise<boolean>;

/**
 * The RSA key of 2048 bits of that name: always the same one. For tests only: the name is the secret.
 * Node makes RSA keys from random numbers only, so the two primes are searched from where the name points.
 */
export async function deriveRsaKey(name: string): Promise<KeyMaterial> {
  const [p, q] = await Promise.all([findPrime(`${name} p`), findPrime(`${name} q`)]);
  const d = invert(EXPONENT, (p - 1n) * (q - 1n));
  const jwk = {
    kty: 'RSA',
    n: encode(p * q),
    e: encode(EXPONENT),
    d: encode(d),
    p: encode(p),
    q: encode(q),
    dp: encode(d % (p - 1n)),
    dq: encode(d % (q - 1n)),
    qi: encode(invert(q, p)),
  };
  const privateKey = await importJWK(jwk, 'RS256', { extractable: true });
  const { n, e } = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'jwk' });
  return { privateKey: privateKey as CryptoKey, publicJwk: { kty: 'RSA', n, e } };
}

/** The first prime from there on; its two highest bits are set, so that the product of two has 2048 bits. */
async function findPrime(name: string): Promise<bigint> {
  const bytes = Buffer.from(hkdfSync('sha256', name, '', 'prime', PRIME_BYTES));
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  bytes[PRIME_BYTES - 1] = (bytes[PRIME_BYTES - 1] ?? 0) | 1;
  let candidate = BigInt(`0x${bytes.toString('hex')}`);
  while (!isHopeful(candidate) || !(await isPrime(candidate))) candidate += 2n;
  return candidate;
}

/** Whether the candidate has no small factor and the exponent has an inverse. */
function isHopeful(candidate: bigint): boolean {
  return SMALL_PRIMES.every((prime) => candidate % prime !== 0n) && (candidate - 1n) % EXPONENT !== 0n;
}

/** The inverse of a number modulo another one, by Euclid's extended algorithm. */
function invert(number: bigint, modulus: bigint): bigint {
  let [remainder, next] = [number % modulus, modulus];
  let [factor, nextFactor] = [1n, 0n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function encode(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
