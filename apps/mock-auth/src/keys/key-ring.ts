import type { JWK } from 'jose';
import { KeyNotFoundError } from './key-not-found-error.js';
import type { KeySource } from './key-source.js';
import { nameKey, SIGNING_ALGORITHMS, type SigningAlgorithm, type SigningKey } from './signing-key.js';

/** A key of the ring: whether it signs, and from when until when (seconds since 1970) the JWKS shows it. */
export interface RingKey {
  readonly key: SigningKey;
  readonly current: boolean;
  readonly publishedFrom: number;
  readonly publishedUntil: number;
}

/** How a key enters the ring: `publishedFrom` in seconds since 1970, `Infinity` for not yet. */
export interface KeyAddition {
  readonly alg: SigningAlgorithm;
  readonly kid?: string;
  readonly publishedFrom?: number;
}

const ALWAYS = { publishedFrom: -Infinity, publishedUntil: Infinity };

/**
 * The keys of one issuer. The first key of an algorithm is made when somebody needs it and published from the start;
 * what happens to it afterwards is the test's business. Signing and publishing are separate on purpose: a real service
 * that signs with a key before its JWKS shows it, or withdraws one too early, is what a client must survive.
 */
export class KeyRing {
  private entries: RingKey[] = [];
  private generation = 0;
  private readonly first = new Map<SigningAlgorithm, Promise<void>>();

  /** @param now the issuer's clock, in seconds since 1970 */
  constructor(
    private readonly source: KeySource,
    private readonly now: () => number,
  ) {}

  /** The key that signs; of each algorithm there is exactly one at any time. */
  async current(alg: SigningAlgorithm): Promise<SigningKey> {
    const generation = this.generation;
    await this.ensure(alg);
    if (generation !== this.generation) return this.current(alg);
    const entry = this.entries.find((one) => one.current && one.key.alg === alg);
    if (entry === undefined) throw new KeyNotFoundError(`key that signs with ${alg}`, this.kids());
    return entry.key;
  }

  /** What the JWKS shows at this second, oldest first: public halves only. */
  async listPublished(): Promise<JWK[]> {
    await this.ensureAll();
    const now = this.now();
    return this.entries
      .filter((entry) => entry.publishedFrom <= now && now < entry.publishedUntil)
      .map((entry) => entry.key.publicJwk);
  }

  /** All keys with their state, oldest first, unpublished ones too. */
  async list(): Promise<readonly RingKey[]> {
    await this.ensureAll();
    return [...this.entries];
  }

  /** The key of that name, published or not. Two may share one: the younger counts. */
  find(kid: string): SigningKey | undefined {
    return this.entries.findLast((entry) => entry.key.kid === kid)?.key;
  }

  /** A further key that does not sign yet; published at once unless said otherwise. */
  async add(addition: KeyAddition): Promise<SigningKey> {
    await this.ensure(addition.alg);
    const key = await nameKey(await this.source.make(addition.alg), addition.alg, addition.kid);
    const publishedFrom = addition.publishedFrom ?? -Infinity;
    this.entries.push({ key, current: false, ...ALWAYS, publishedFrom });
    return key;
  }

  /** From here on that key signs; the JWKS stays as it is. @throws KeyNotFoundError */
  promote(kid: string): void {
    const { key } = this.get(kid);
    this.entries = this.entries.map((entry) =>
      entry.key.alg === key.alg ? { ...entry, current: entry.key === key } : entry,
    );
  }

  /** The JWKS shows the key from that second on. @throws KeyNotFoundError */
  publish(kid: string, from: number = -Infinity): void {
    this.change(kid, { publishedFrom: from, publishedUntil: Infinity });
  }

  /** The JWKS no longer shows the key from that second on, even if it still signs. @throws KeyNotFoundError */
  retire(kid: string, from: number = -Infinity): void {
    this.change(kid, { publishedUntil: from });
  }

  /** Puts another key under the same name, in the same state: what a client has cached is wrong then. */
  async replace(kid: string): Promise<SigningKey> {
    const { key } = this.get(kid);
    const other = await this.stranger(key.alg, kid);
    this.change(kid, { key: other });
    return other;
  }

  /** A key that belongs to nobody: no JWKS ever shows it. */
  async stranger(alg: SigningAlgorithm, kid?: string): Promise<SigningKey> {
    await this.ensure(alg);
    return nameKey(await this.source.make(alg), alg, kid);
  }

  /** Forgets every key; new ones are made when needed, the same ones where the source is seeded. */
  reset(): void {
    this.generation += 1;
    this.entries = [];
    this.first.clear();
    this.source.reset();
  }

  private async ensureAll(): Promise<void> {
    for (const alg of SIGNING_ALGORITHMS) await this.ensure(alg);
  }

  private ensure(alg: SigningAlgorithm): Promise<void> {
    const made = this.first.get(alg) ?? this.makeFirst(alg);
    this.first.set(alg, made);
    return made;
  }

  private async makeFirst(alg: SigningAlgorithm): Promise<void> {
    const generation = this.generation;
    const key = await nameKey(await this.source.make(alg), alg);
    if (generation === this.generation) this.entries.push({ key, current: true, ...ALWAYS });
  }

  private get(kid: string): RingKey {
    const entry = this.entries.findLast((one) => one.key.kid === kid);
    if (entry === undefined) throw new KeyNotFoundError(`key ${JSON.stringify(kid)}`, this.kids());
    return entry;
  }

  private change(kid: string, change: Partial<RingKey>): void {
    const entry = this.get(kid);
    this.entries = this.entries.map((one) => (one === entry ? { ...one, ...change } : one));
  }

  private kids(): string[] {
    return this.entries.map((entry) => entry.key.kid);
  }
}
