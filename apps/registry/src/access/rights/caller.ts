import type { NameRange } from '@margo-registry/storage-metadata';
import type { TokenFacts } from '../tokens/token-facts.js';
import type { Action } from './action.js';
import { Grants, intersect, unite } from './grants.js';
import type { LocalPolicy } from './local-policy.js';

const NOTHING = new Grants([]);
const NO_POLICY = { everybody: NOTHING, hasRules: false };
const NOBODY: Pick<TokenFacts, 'subject' | 'claims'> = { subject: '', claims: {} };

/**
 * Who sends a request, and what they may do: what the token grants and the local policy allows, and what everybody may.
 * No I/O: everything is known once the token is.
 */
export class Caller {
  /** Mode none: everybody is admin. */
  static readonly open = new Caller(undefined, Grants.all(), Grants.all(), NO_POLICY);

  private constructor(
    readonly facts: TokenFacts | undefined,
    private readonly token: Grants,
    private readonly rules: Grants,
    private readonly policy: Pick<LocalPolicy, 'everybody' | 'hasRules'>,
  ) {}

  /** Without a token, or with one that speaks for nobody. */
  static anonymous(policy: LocalPolicy, facts?: TokenFacts): Caller {
    return new Caller(facts, NOTHING, NOTHING, policy);
  }

  static of(facts: TokenFacts, policy: LocalPolicy): Caller {
    if (facts.subject === '' && policy.hasRules) return Caller.anonymous(policy, facts);
    const unbounded = policy.hasRules ? Grants.all() : NOTHING;
    const token = facts.grants?.repositories ?? unbounded;
    return new Caller(facts, token, policy.grantsOf(facts), policy);
  }

  /** For `pushed_by`, uploads and the log; `null` for whoever has no name. */
  get subject(): string | null {
    return this.facts?.subject || null;
  }

  may(repository: string, action: Action): boolean {
    return (
      (this.token.allows(repository, action) && this.rules.allows(repository, action)) ||
      this.policy.everybody.allows(repository, action)
    );
  }

  mayEverywhere(action: Action): boolean {
    return this.token.allowsEverywhere(action) && this.rules.allowsEverywhere(action);
  }

  /** Whether another token of the same caller could do: what decides between 401 and 403 (AUTH-04, AUTH-05). */
  couldEver(repository: string, action: Action): boolean {
    return this.rules.allows(repository, action) || this.policy.everybody.allows(repository, action);
  }

  couldEverEverywhere(action: Action): boolean {
    return this.rules.allowsEverywhere(action);
  }

  /** Repositories that lists show, in byte order; `undefined` for all (D14). */
  visible(): readonly NameRange[] | undefined {
    if (this.facts?.grants?.catalog && !this.policy.hasRules) return undefined;
    return this.ranges(this.facts?.grants?.catalog === true);
  }

  /** Repositories that a mount without a source may take from; `undefined` for all (END11-05). */
  mountable(): readonly NameRange[] | undefined {
    return this.ranges(false);
  }

  /**
   * A Docker token cannot name the repositories of a list beforehand, so the rules say them; OAuth scopes can, by patterns.
   * Without rules the token is all there is.
   */
  private ranges(namesAll: boolean): readonly NameRange[] | undefined {
    const rulesAlone = namesAll || (this.policy.hasRules && this.facts?.grants?.form === 'access');
    const token = rulesAlone ? [{ prefix: '' }] : this.token.ranges('pull');
    const ranges = unite(intersect(token, this.rules.ranges('pull')), this.policy.everybody.ranges('pull'));
    return ranges.some((range) => 'prefix' in range && range.prefix === '') ? undefined : ranges;
  }

  /** Of whom rules speak. */
  get person(): Pick<TokenFacts, 'subject' | 'claims'> {
    return this.facts ?? NOBODY;
  }
}
