import { formatScopes, type ResourceScope } from '@margo-registry/oci';
import type { LocalPolicy } from '../rights/local-policy.js';
import { grantAll, grantAsked, type StandingRights } from './asked-rights.js';
import type { Credentials } from './basic-credentials.js';
import type { LocalAccounts } from './local-accounts.js';
import type { Logins } from './logins.js';
import type { OwnTokens } from './own-tokens.js';
import { refuseCredentials, refuseLogin } from './refused-login.js';
import { formatTokenAnswer, type TokenAnswer } from './token-answer.js';
import type { TokenRequest } from './token-request.js';

/** Gives out own tokens: to local accounts, and to anybody for what anybody may pull. */
export class OwnTokenService {
  constructor(
    private readonly tokens: OwnTokens,
    private readonly policy: LocalPolicy,
    private readonly accounts: LocalAccounts | undefined,
    private readonly logins: Logins,
  ) {}

  hasAccount(account: string): Promise<boolean> {
    return this.accounts?.has(account) ?? Promise.resolve(false);
  }

  /** Whether a refresh token is one of this registry's. */
  async hasSigned(refreshToken: string): Promise<boolean> {
    return (await this.tokens.findRefresh(refreshToken)) !== undefined;
  }

  /** Whether there is anything that callers without a name may pull. */
  get servesEverybody(): boolean {
    return this.policy.everybody.ranges('pull').length > 0;
  }

  /** @throws OciError `unauthorized`, `too-many-logins`, `logins-busy` */
  async login(credentials: Credentials, request: TokenRequest, address: string): Promise<TokenAnswer> {
    const { accounts } = this;
    if (!accounts) throw refuseLogin('This registry has no local accounts');
    const isRight = await this.logins.run({ credentials, address }, async () => {
      const result = await accounts.isRight(credentials);
      return { isRight: result, result };
    });
    if (!isRight) throw refuseCredentials();
    const { account } = credentials;
    const fingerprint = request.wantsRefresh ? await accounts.findFingerprint(account) : undefined;
    const answer = await this.answer(account, request.scopes);
    if (fingerprint === undefined) return answer;
    return { ...answer, refresh_token: await this.tokens.signRefresh(account, fingerprint) };
  }

  /** @throws OciError `unauthorized` for a refresh token that is not, or no longer, good */
  async refresh(token: string, { scopes, wantsRefresh }: TokenRequest): Promise<TokenAnswer> {
    const found = await this.tokens.findRefresh(token);
    if (!found || !(await this.accounts?.hasFingerprint(found.subject, found.password)))
      throw refuseLogin('The refresh token has expired, or the password has changed since');
    const answer = await this.answer(found.subject, scopes);
    return wantsRefresh ? { ...answer, refresh_token: token } : answer;
  }

  /** @throws OciError `unauthorized` where nobody may pull without a name */
  async anonymous(scopes: readonly ResourceScope[]): Promise<TokenAnswer> {
    if (!this.servesEverybody) throw refuseLogin('This registry gives nothing to callers without a name');
    return this.sign('', grantAsked(scopes, { repositories: this.policy.everybody, catalog: false }));
  }

  private answer(account: string, scopes: readonly ResourceScope[]): Promise<TokenAnswer> {
    const repositories = this.policy.grantsOf({ subject: account, claims: { sub: account } });
    const rights: StandingRights = { repositories, catalog: true };
    return this.sign(account, scopes.length === 0 ? grantAll(rights) : this.grant(scopes, rights));
  }

  /** What everybody may pull, a caller with a name may pull too. */
  private grant(scopes: readonly ResourceScope[], rights: StandingRights): ResourceScope[] {
    const own = grantAsked(scopes, rights);
    const everybodys = grantAsked(scopes, { repositories: this.policy.everybody, catalog: false });
    return [...own, ...everybodys.filter(({ name }) => !own.some((entry) => entry.name === name))];
  }

  private async sign(subject: string, access: readonly ResourceScope[]): Promise<TokenAnswer> {
    const { token, issuedAt, lifetime } = await this.tokens.sign({ subject, access });
    return formatTokenAnswer({ token, issuedAt, lifetime, scope: formatScopes(access) });
  }
}
