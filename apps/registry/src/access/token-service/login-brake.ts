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
  failures: number;
  heldUntil: number;
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
    const [byAccount, byAddress] = [`account ${account}`, `address ${place}`];
    const isKnown = this.known.has(`${place} ${account}`);
    this.refuseHeld(byAddress);
    if (!isKnown) this.refuseHeld(byAccount);
    this.count(byAccount, FREE.account);
    this.count(byAddress, FREE.address);
    return {
      succeed: () => {
        this.counters.delete(byAccount);
        this.uncount(byAddress, FREE.address);
        this.known.set(`${place} ${account}`, true);
      },
      abandon: () => {
        this.uncount(byAccount, FREE.account);
        this.uncount(byAddress, FREE.address);
      },
    };
  }

  private refuseHeld(key: string): void {
    const wait = (this.counters.get(key)?.heldUntil ?? 0) - this.now();
    if (wait > 0)
      throw new OciError('too-many-logins', { headers: { 'Retry-After': String(Math.ceil(wait / 1000)) } });
  }

  private count(key: string, free: number): void {
    this.put(key, (this.counters.get(key)?.failures ?? 0) + 1, free);
  }

  private uncount(key: string, free: number): void {
    const failures = (this.counters.get(key)?.failures ?? 0) - 1;
    if (failures > 0) this.put(key, failures, free);
    else this.counters.delete(key);
  }

  private put(key: string, failures: number, free: number): void {
    const wait = failures < free ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - free), LONGEST_WAIT);
    this.counters.set(key, { failures, heldUntil: this.now() + wait });
  }
}
