import type { KeySource } from './key-source.js';
import { nameKey, SIGNING_ALGORITHMS, type SigningAlgorithm, type SigningKey } from './signing-key.js';

/** The keys that an issuer begins with, one per algorithm, each made once and when somebody needs it. */
export class FirstKeys {
  private readonly keys = new Map<SigningAlgorithm, SigningKey>();
  private readonly pending = new Map<SigningAlgorithm, Promise<SigningKey>>();

  constructor(private readonly source: KeySource) {}

  /** Those that exist already, in the order of {@link SIGNING_ALGORITHMS}. */
  get made(): readonly SigningKey[] {
    return SIGNING_ALGORITHMS.flatMap((alg) => this.keys.get(alg) ?? []);
  }

  get(alg: SigningAlgorithm): Promise<SigningKey> {
    const pending = this.pending.get(alg) ?? this.make(alg);
    this.pending.set(alg, pending);
    return pending;
  }

  async getAll(): Promise<void> {
    await Promise.all(SIGNING_ALGORITHMS.map((alg) => this.get(alg)));
  }

  private async make(alg: SigningAlgorithm): Promise<SigningKey> {
    const key = await nameKey(await this.source(alg, 1), alg);
    this.keys.set(alg, key);
    return key;
  }
}
