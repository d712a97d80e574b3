import { exportJWK, generateKeyPair } from 'jose';
import { deriveEllipticKey } from './derived-elliptic-key.js';
import { deriveRsaKey } from './derived-rsa-key.js';
import type { KeyMaterial, SigningAlgorithm } from './signing-key.js';

/** Makes a new key each time it is asked. */
export interface KeySource {
  make(alg: SigningAlgorithm): Promise<KeyMaterial>;
  /** Begins its series again, where it has one. */
  reset(): void;
}

/** Keys from the machine's random numbers. */
export class RandomKeySource implements KeySource {
  async make(alg: SigningAlgorithm): Promise<KeyMaterial> {
    const pair = await generateKeyPair(alg, { extractable: true });
    return { privateKey: pair.privateKey, publicJwk: await exportJWK(pair.publicKey) };
  }

  reset(): void {}
}

const MOST_REMEMBERED = 256;

/** Seeded keys of this process by their names, so that a reset or a second issuer does not search for primes again. */
const remembered = new Map<string, Promise<KeyMaterial>>();

/**
 * The same series of keys for the same seed, in every run and on every machine: for golden files.
 * Whoever knows the seed knows the keys.
 */
export class SeededKeySource implements KeySource {
  private readonly counts: Record<SigningAlgorithm, number> = { ES256: 0, RS256: 0 };

  constructor(private readonly seed: string) {}

  make(alg: SigningAlgorithm): Promise<KeyMaterial> {
    this.counts[alg] += 1;
    const name = `${this.seed} ${alg} ${this.counts[alg]}`;
    return remember(name, () => (alg === 'ES256' ? deriveEllipticKey(name) : deriveRsaKey(name)));
  }

  reset(): void {
    this.counts.ES256 = 0;
    this.counts.RS256 = 0;
  }
}

function remember(name: string, make: () => Promise<KeyMaterial>): Promise<KeyMaterial> {
  const known = remembered.get(name) ?? make();
  remembered.delete(name);
  remembered.set(name, known);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return known;
}
