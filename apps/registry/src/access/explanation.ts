import { isOciError } from '@margo-registry/oci';
import { ruleOf } from './audit-log.js';
import { Caller } from './rights/caller.js';
import { decide, type Decision } from './rights/decision.js';
import type { LocalPolicy } from './rights/local-policy.js';
import { scopeOf, type Need } from './rights/need.js';
import type { TokenFacts } from './tokens/token-facts.js';
import { TokenRefused } from './tokens/token-refused.js';
import type { Tokens } from './tokens/tokens.js';

/** What would happen to a request, and why. Holds nothing of the token but what it says of its caller. */
export interface Explanation {
  readonly decision: Decision['outcome'] | 'invalid_token' | 'unavailable';
  /** HTTP status of the answer, where access alone decided it. */
  readonly status: 200 | 401 | 403 | 503;
  /** The rule that allows it, or the sentence that says what is missing. */
  readonly reason: string;
  readonly subject: string | null;
  readonly issuer?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
  /** In which form the token says what it grants; `none` where the rules alone decide. */
  readonly grants?: 'access' | 'scope' | 'none';
  /** The scope that a challenge would ask for. */
  readonly scope?: string;
}

export interface AccessQuestion {
  readonly need: Need;
  /** Left out for a caller without a token. */
  readonly token?: string;
}

/** The same way as a request goes: verification, rights, decision. Asks the authorization server where a request would. */
export async function explainAccess(
  { need, token }: AccessQuestion,
  tokens: Tokens,
  policy: LocalPolicy,
): Promise<Explanation> {
  try {
    const facts = token === undefined ? undefined : await tokens.verify(token, true);
    return explainDecision(need, facts, policy);
  } catch (error) {
    if (error instanceof TokenRefused)
      return { decision: 'invalid_token', status: 401, reason: error.message, subject: null };
    if (isOciError(error, 'authorization-unavailable'))
      return { decision: 'unavailable', status: 503, reason: describeCause(error), subject: null };
    throw error;
  }
}

function explainDecision(need: Need, facts: TokenFacts | undefined, policy: LocalPolicy): Explanation {
  const caller = facts ? Caller.of(facts, policy) : Caller.anonymous(policy);
  const decision = decide(need, caller);
  const allowed = decision.outcome === 'allowed';
  return {
    decision: decision.outcome,
    status: allowed ? 200 : decision.outcome === 'denied' ? 403 : 401,
    reason: allowed ? ruleOf(policy, need, caller) : decision.reason,
    subject: caller.subject,
    ...(facts && describeToken(facts)),
    ...(allowed ? {} : { scope: scopeOf(need) }),
  };
}

function describeToken({ issuer, expiresAt, grants }: TokenFacts): Partial<Explanation> {
  return { issuer, expiresAt: new Date(expiresAt).toISOString(), grants: grants?.form ?? 'none' };
}

function describeCause({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
