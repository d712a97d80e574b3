import { createHmac, randomBytes } from 'node:crypto';
import type { Credentials } from './basic-credentials.js';
import { LoginBrake } from './login-brake.js';

export interface Login {
  readonly credentials: Credentials;
  /** Of the client, as far as the registry can tell. */
  readonly address: string;
  /** What else the result depends on. */
  readonly question?: string;
}

/** What came of a check, and whether the credentials were right. */
export interface Judged<T> {
  readonly isRight: boolean;
  readonly result: T;
}

/** Checks credentials behind the brake, and equal ones that arrive at once only once. */
export class Logins {
  private readonly key = randomBytes(32);
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly brake = new LoginBrake()) {}

  /**
   * Resolves with the result of `check`. Wrong credentials count as a failure; what `check` throws counts as no answer.
   *
   * @throws OciError `too-many-logins`
   */
  run<T>(login: Login, check: () => Promise<Judged<T>>): Promise<T> {
    const key = this.keyOf(login);
    const running = this.underWay.get(key) as Promise<T> | undefined;
    if (running) return running;
    const result = this.attempt(login, check).finally(() => this.underWay.delete(key));
    this.underWay.set(key, result);
    return result;
  }

  private async attempt<T>({ credentials, address }: Login, check: () => Promise<Judged<T>>): Promise<T> {
    const attempt = this.brake.begin(credentials.account, address);
    try {
      const { isRight, result } = await check();
      if (isRight) attempt.succeed();
      return result;
    } catch (error) {
      attempt.abandon();
      throw error;
    }
  }

  /** No password is kept, not even as the key of a map. */
  private keyOf({ credentials: { account, password }, question = '' }: Login): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([account, password, question]))
      .digest('base64');
  }
}
