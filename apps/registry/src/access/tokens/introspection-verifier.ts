import { isOciError } from '@margo-registry/oci';
import CircuitBreaker from 'opossum';
import type { AccessSettings } from '../access-settings.js';
import { checkAudience, checkTimes, factsOf } from './claim-checks.js';
import { introspect, type Introspection, type IntrospectionSettings } from './introspection.js';
import { RememberedTokens } from './remembered-tokens.js';
import { IntrospectionCounts } from './token-counts.js';
import type { TokenFacts } from './token-facts.js';
import { TokenRefused, authorizationUnavailable } from './token-refused.js';
import type { TokenText } from './token-text.js';
import type { TokenVerifier } from './token-verifier.js';

/** Milliseconds. */
export interface IntrospectionLimits {
  readonly timeLimit: number;
  /** So long nobody waits for an authorization server that has failed again and again. */
  readonly pause: number;
}

const LIMITS: IntrospectionLimits = { timeLimit: 3_000, pause: 5_000 };

/** Half of at least five questions within ten seconds failed: that is again and again. */
const BREAKER = {
  timeout: false as const,
  volumeThreshold: 5,
  errorThresholdPercentage: 50,
  rollingCountTimeout: 10_000,
};

type Settings = IntrospectionSettings &
  Pick<AccessSettings, 'introspectionTtl' | 'issuer' | 'audience' | 'audienceRequired'>;

/** Tokens about which the authorization server is asked (RFC 7662). A yes holds for seconds, and for pulls only. */
export class IntrospectionVerifier implements TokenVerifier {
  readonly counts = new IntrospectionCounts();
  private readonly remembered = new RememberedTokens();
  private readonly underWay = new Map<string, Promise<TokenFacts>>();
  private readonly breaker: CircuitBreaker<[string], Introspection>;

  constructor(
    private readonly settings: Settings,
    private readonly limits: IntrospectionLimits = LIMITS,
  ) {
    const ask = (token: string): Promise<Introspection> => introspect(settings, token, limits.timeLimit);
    this.breaker = new CircuitBreaker(ask, { ...BREAKER, resetTimeout: limits.pause });
  }

  /** Whether nobody waits for the authorization server, because it has failed again and again. */
  get isSpared(): boolean {
    return this.breaker.opened;
  }

  isFor(): boolean {
    return true;
  }

  recall(token: string, anew: boolean): TokenFacts | undefined {
    return anew ? undefined : this.remembered.find(token);
  }

  /** Requests that may share an answer ask once. One that asks anew waits for no question that began before it. */
  async verify(token: TokenText, anew: boolean): Promise<TokenFacts> {
    const shared = anew ? undefined : this.underWay.get(token.text);
    if (shared) return shared;
    const asking = this.ask(token);
    this.underWay.set(token.text, asking);
    try {
      return await asking;
    } finally {
      if (this.underWay.get(token.text) === asking) this.underWay.delete(token.text);
    }
  }

  private async ask(token: TokenText): Promise<TokenFacts> {
    try {
      const facts = this.judge(token, await this.answerTo(token.text));
      const until = Math.min(facts.expiresAt, Date.now() + this.settings.introspectionTtl);
      this.remembered.remember(token.text, facts, until);
      return facts;
    } catch (error) {
      // Whoever could not be asked about it has not called it invalid, but a pull shall not outlive a no.
      if (!isOciError(error)) this.remembered.forget(token.text);
      throw error;
    }
  }

  private async answerTo(text: string): Promise<Introspection> {
    try {
      const claims = await this.breaker.fire(text);
      this.counts[claims === undefined ? 'inactive' : 'active'] += 1;
      return claims;
    } catch (error) {
      this.counts[CircuitBreaker.isOurError(error as Error) ? 'spared' : 'failed'] += 1;
      throw authorizationUnavailable(this.breaker.opened ? this.limits.pause / 1000 : 1, error);
    }
  }

  private judge({ unverified }: TokenText, claims: Introspection): TokenFacts {
    if (claims === undefined)
      throw new TokenRefused('the authorization server says that the token is not active');
    if (!isSameToken(claims, unverified))
      throw new TokenRefused('the authorization server answered for another token');
    const { issuer } = this.settings;
    if (issuer !== undefined && claims['iss'] !== undefined && claims['iss'] !== issuer)
      throw new TokenRefused('the token is from another issuer');
    checkAudience(claims, this.settings);
    checkTimes(claims);
    return factsOf(claims, this.settings.introspectionTtl);
  }
}

/** Where a token can be read, what is said of it has to be about it. */
function isSameToken(
  claims: Readonly<Record<string, unknown>>,
  unverified: Readonly<Record<string, unknown>> = {},
): boolean {
  return ['jti', 'sub', 'iss'].every(
    (name) =>
      claims[name] === undefined || unverified[name] === undefined || claims[name] === unverified[name],
  );
}
