import { exportJWK, generateKeyPair } from 'jose';
import { deriveEllipticKey } from './derived-elliptic-key.js';
import { deriveRsaKey } from './derived-rsa-key.js';
import type { KeyMaterial, SigningAlgorithm } from './signing-key.js';

/** Makes keys. @param number which one of the algorithm this is, from 1 on; the same number may mean the same key */
export type KeySource = (alg: SigningAlgorithm, number: number) => Promise<KeyMaterial>;

/** Keys from the machine's random numbers: another one each time. */
export const randomKeys: KeySource = async (alg) => {
  const pair = await generateKeyPair(alg, { extractable: true });
  return { privateKey: pair.privateKey, publicJwk: await exportJWK(pair.publicKey) };
};

/**
 * The same series of keys for the same seed, in every run and on every machine: for golden files.
 * Whoever knows the seed knows the keys.
 */
export function seededKeys(seed: string): KeySource {
  return (alg, number) => {
    const name = `${seed} ${alg} ${number}`;
    return remember(name, () => (alg === 'ES256' ? deriveEllipticKey(name) : deriveRsaKey(name)));
  };
}

const MOST_REMEMBERED = 256;

/** Seeded keys of this process by their names: a second issuer with that seed need not search for primes again. */
const remembered = new Map<string, Promise<KeyMaterial>>();

function remember(name: string, make: () => Promise<KeyMaterial>): Promise<KeyMaterial> {
  const known = remembered.get(name) ?? make();
  remembered.delete(name);
  remembered.set(name, known);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return known;
}
