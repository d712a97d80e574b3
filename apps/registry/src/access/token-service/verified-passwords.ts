import { LRUCache } from 'lru-cache';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const MOST_ACCOUNTS = 10_000;
/** Milliseconds. A hash that changed in the file ends it at once. */
const REMEMBERED_FOR = 5 * 60_000;

/**
 * Passwords that were found right a moment ago, by a keyed hash that only this process can compute, so that a client which
 * sends them with every command does not cost a bcrypt each time.
 */
export class VerifiedPasswords {
  private readonly key = randomBytes(32);
  private readonly byAccount = new LRUCache<string, Buffer>({ max: MOST_ACCOUNTS, ttl: REMEMBERED_FOR });

  remember(account: string, password: string, hash: string): void {
    this.byAccount.set(account, this.digest(password, hash));
  }

  /** Whether this was the right password for this very hash. */
  has(account: string, password: string, hash: string): boolean {
    const remembered = this.byAccount.get(account);
    return remembered !== undefined && timingSafeEqual(remembered, this.digest(password, hash));
  }

  private digest(password: string, hash: string): Buffer {
    return createHmac('sha256', this.key).update(`${hash}\n${password}`).digest();
  }
}
