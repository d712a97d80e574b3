import { OciError } from '@margo-registry/oci';
import { LRUCache } from 'lru-cache';
import { addressGroup } from './address-group.js';

/** Failures that cost nothing; from then on each doubles the wait, up to {@link LONGEST_WAIT}. */
const FREE = { account: 5, address: 20 };
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** Counters live so long after their last failure, and so many at most: the oldest are forgotten first. */
const COUNTED_FOR = 15 * 60_000;
const MOST_COUNTERS = 20_000;
/** An address from which an account has logged in does not wait for what others do to that account. */
const KNOWN_FOR = 24 * 3_600_000;

interface Counter {
  readonly failures: number;
  /** Milliseconds since 1970. */
  readonly heldUntil: number;
}

/** One login under way. It counts as failed until it says otherwise, so many at once are no way round. */
export interface Attempt {
  succeed(): void;
  /** The credentials could not be judged. */
  abandon(): void;
}

/** Slows down guessing per account and per address. Nobody is locked out: the wait never exceeds a minute. */
export class LoginBrake {
  private readonly counters = new LRUCache<string, Counter>({ max: MOST_COUNTERS, ttl: COUNTED_FOR });
  private readonly known = new LRUCache<string, true>({ max: MOST_COUNTERS, ttl: KNOWN_FOR });

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * @param address of the client; an IPv6 one stands for its /64
   * @throws OciError `too-many-logins` with `Retry-After`
   */
  begin(account: string, address: string): Attempt {
    const place = addressGroup(address);
    const pair = `${place} ${account}`;
    const byAddress = this.counterOf(`address ${place}`, FREE.address);
    // What happens at a known place neither frees nor holds the account for others.
    const isKnown = this.known.has(pair);
    const counters = isKnown ? [byAddress] : [byAddress, this.counterOf(`account ${account}`, FREE.account)];
    for (const counter of counters) counter.refuse();
    for (const counter of counters) counter.add();
    return {
      succeed: () => {
        byAddress.remove();
        if (!isKnown) this.counters.delete(`account ${account}`);
        this.known.set(pair, true);
      },
      abandon: () => counters.forEach((counter) => counter.remove()),
    };
  }

  private counterOf(key: string, free: number): { refuse(): void; add(): void; remove(): void } {
    const read = (): Counter => this.counters.get(key) ?? { failures: 0, heldUntil: 0 };
    return {
      refuse: () => {
        const wait = read().heldUntil - this.now();
        if (wait > 0) throw tooMany(wait);
      },
      add: () => {
        const failures = read().failures + 1;
        this.counters.set(key, { failures, heldUntil: this.now() + waitAfter(failures, free) });
      },
      remove: () => {
        const { failures, heldUntil } = read();
        if (failures <= 1) this.counters.delete(key);
        else
          this.counters.set(key, { failures: failures - 1, heldUntil: failures - 1 < free ? 0 : heldUntil });
      },
    };
  }
}

function waitAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - free), LONGEST_WAIT);
}

function tooMany(wait: number): OciError {
  return new OciError('too-many-logins', { headers: { 'Retry-After': String(Math.ceil(wait / 1000)) } });
}
