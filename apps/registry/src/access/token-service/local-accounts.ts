import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Credentials } from './basic-credentials.js';
import { costOf, type Accounts } from './htpasswd.js';
import type { PasswordChecks } from './password-checks.js';
import { VerifiedPasswords } from './verified-passwords.js';

const DEFAULT_COST = 10;

/** Where the accounts are, asked at each login. */
export interface AccountSource {
  current(): Promise<Accounts>;
}

/** The accounts of a site without an authorization server. */
export class LocalAccounts {
  private readonly verified = new VerifiedPasswords();
  /** Salt of a hash that no password has; only its cost matters. */
  private readonly nobody = randomBytes(40).toString('hex').slice(0, 53);

  constructor(
    private readonly source: AccountSource,
    private readonly checks: Pick<PasswordChecks, 'check'>,
  ) {}

  async has(account: string): Promise<boolean> {
    return (await this.source.current()).has(account);
  }

  /** An unknown account costs what a wrong password costs, so the time does not tell which names exist. */
  async isRight({ account, password }: Credentials): Promise<boolean> {
    const accounts = await this.source.current();
    const hash = accounts.get(account);
    if (hash === undefined) return this.failSlowly(password, accounts);
    if (this.verified.has(account, password, hash)) return true;
    const isRight = await this.checks.check(password, hash);
    if (isRight) this.verified.remember(account, password, hash);
    return isRight;
  }

  /** What a refresh token of the account is bound to: it changes with the password. `undefined` for an unknown account. */
  async findFingerprint(account: string): Promise<string | undefined> {
    const hash = (await this.source.current()).get(account);
    return hash && createHmac('sha256', 'margo-registry refresh').update(hash).digest('base64url');
  }

  async hasFingerprint(account: string, fingerprint: string): Promise<boolean> {
    const [given, right] = [
      Buffer.from(fingerprint),
      Buffer.from((await this.findFingerprint(account)) ?? ''),
    ];
    return right.length > 0 && given.length === right.length && timingSafeEqual(given, right);
  }

  private async failSlowly(password: string, accounts: Accounts): Promise<false> {
    const costs = [...accounts.values()].map(costOf);
    const cost = String(costs.length > 0 ? Math.max(...costs) : DEFAULT_COST).padStart(2, '0');
    await this.checks.check(password, `$2b$${cost}$${this.nobody}`);
    return false;
  }
}
