import { createHmac, randomBytes } from 'node:crypto';
import type { Credentials } from './basic-credentials.js';
import { LoginBrake } from './login-brake.js';

/** Checks credentials behind the brake, and equal ones that arrive at once only once. */
export class Logins {
  private readonly key = randomBytes(32);
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly brake = new LoginBrake()) {}

  /**
   * Resolves with what `check` finds; `undefined` means that the credentials are wrong, and counts as a failure. What
   * `check` throws counts as no answer.
   *
   * @throws OciError `too-many-logins`
   */
  run<T>(
    credentials: Credentials,
    address: string,
    check: (credentials: Credentials) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const key = this.keyOf(credentials);
    const running = this.underWay.get(key) as Promise<T | undefined> | undefined;
    if (running) return running;
    const result = this.attempt(credentials, address, check).finally(() => this.underWay.delete(key));
    this.underWay.set(key, result);
    return result;
  }

  private async attempt<T>(
    credentials: Credentials,
    address: string,
    check: (credentials: Credentials) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const attempt = this.brake.begin(credentials.account, address);
    try {
      const found = await check(credentials);
      if (found !== undefined) attempt.succeed();
      return found;
    } catch (error) {
      attempt.abandon();
      throw error;
    }
  }

  /** No password is kept, not even as the key of a map. */
  private keyOf({ account, password }: Credentials): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([account, password]))
      .digest('base64');
  }
}
