import type { JWK } from 'jose';
import { FirstKeys } from './first-keys.js';
import { KeyNotFoundError } from './key-not-found-error.js';
import type { KeySource } from './key-source.js';
import { nameKey, type SigningAlgorithm, type SigningKey } from './signing-key.js';

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
  /** Those that came to the first ones, or what became of a first one; by kid the youngest counts. */
  private added: RingKey[] = [];
  private changed = new Map<SigningKey, RingKey>();
  private made = 0;

  /**
   * @param now the issuer's clock, in seconds since 1970
   * @param first the keys that a reset brings back; given where two rings begin with the same ones
   */
  constructor(
    private readonly source: KeySource,
    private readonly now: () => number,
    private readonly first: FirstKeys = new FirstKeys(source),
  ) {}

  /** The key that signs; of each algorithm there is exactly one at any time. */
  async current(alg: SigningAlgorithm): Promise<SigningKey> {
    const first = await this.first.get(alg);
    const current = this.entries().find((one) => one.current && one.key.alg === alg);
    return current?.key ?? first;
  }

  /** What the JWKS shows at this second, oldest first: public halves only. */
  async listPublished(): Promise<JWK[]> {
    const now = this.now();
    return (await this.list())
      .filter((entry) => entry.publishedFrom <= now && now < entry.publishedUntil)
      .map((entry) => entry.key.publicJwk);
  }

  /** All keys with their state, oldest first, unpublished ones too. */
  async list(): Promise<readonly RingKey[]> {
    await this.first.getAll();
    return this.entries();
  }

  /** The key of that name, published or not. Two may share one: the younger counts. */
  find(kid: string): SigningKey | undefined {
    return this.entries().findLast((entry) => entry.key.kid === kid)?.key;
  }

  /** A further key that does not sign yet; published at once unless said otherwise. */
  async add({ alg, kid, publishedFrom = -Infinity }: KeyAddition): Promise<SigningKey> {
    const key = await this.stranger(alg, kid);
    this.added.push({ key, current: false, ...ALWAYS, publishedFrom });
    return key;
  }

  /** From here on that key signs; the JWKS stays as it is. @throws KeyNotFoundError */
  promote(kid: string): void {
    const { key } = this.get(kid);
    for (const entry of this.entries()) {
      if (entry.key.alg === key.alg) this.write(entry, { current: entry.key === key });
    }
  }

  /** The JWKS shows the key from that second on. @throws KeyNotFoundError */
  publish(kid: string, from: number = -Infinity): void {
    this.write(this.get(kid), { publishedFrom: from, publishedUntil: Infinity });
  }

  /** The JWKS no longer shows the key from that second on, even if it still signs. @throws KeyNotFoundError */
  retire(kid: string, from: number = -Infinity): void {
    this.write(this.get(kid), { publishedUntil: from });
  }

  /** Puts another key under the same name, in the same state: what a client has cached is wrong then. */
  async replace(kid: string): Promise<SigningKey> {
    const { key } = this.get(kid);
    const other = await this.stranger(key.alg, kid);
    this.write(this.get(kid), { key: other });
    return other;
  }

  /** A key that belongs to nobody: no JWKS ever shows it. */
  async stranger(alg: SigningAlgorithm, kid?: string): Promise<SigningKey> {
    this.made += 1;
    return nameKey(await this.source(alg, this.made + 1), alg, kid);
  }

  /** The first keys as they were, and no others: whoever has cached the JWKS of the start verifies again. */
  reset(): void {
    this.added = [];
    this.changed.clear();
    this.made = 0;
  }

  /** Another ring as this one is after a reset. @param now its clock */
  renew(now: () => number): KeyRing {
    return new KeyRing(this.source, now, this.first);
  }

  private entries(): RingKey[] {
    const first = this.first.made.map(
      (key) => this.changed.get(key) ?? { key, current: !this.isPromoted(key.alg), ...ALWAYS },
    );
    return [...first, ...this.added];
  }

  private isPromoted(alg: SigningAlgorithm): boolean {
    return this.added.some((entry) => entry.current && entry.key.alg === alg);
  }

  private get(kid: string): RingKey {
    const entry = this.entries().findLast((one) => one.key.kid === kid);
    if (entry !== undefined) return entry;
    throw new KeyNotFoundError(
      `key ${JSON.stringify(kid)}`,
      this.entries().map((one) => one.key.kid),
    );
  }

  private write(entry: RingKey, change: Partial<RingKey>): void {
    const first = this.first.made.find((key) => (this.changed.get(key)?.key ?? key) === entry.key);
    const changed = { ...entry, ...change };
    if (first !== undefined) this.changed.set(first, changed);
    else this.added = this.added.map((one) => (one.key === entry.key ? changed : one));
  }
}
