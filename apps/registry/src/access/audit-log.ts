import type { Logger } from 'pino';
import type { Caller } from './rights/caller.js';
import type { Decision } from './rights/decision.js';
import type { LocalPolicy } from './rights/local-policy.js';
import type { Need } from './rights/need.js';

/** One line per decision: who, what, where, the decision and the rule behind it. Never a token. */
export class AuditLog {
  constructor(
    private readonly logger: Logger,
    private readonly policy: LocalPolicy,
  ) {}

  /** Pulls that were allowed are written at level debug: the line of the request names their caller already. */
  write(need: Need, caller: Caller, decision: Decision, requestId: string): void {
    const level = decision.outcome === 'allowed' && isReading(need) ? 'debug' : 'info';
    if (!this.logger.isLevelEnabled(level)) return;
    this.logger[level](
      { requestId, subject: caller.subject, ...describeNeed(need), ...this.describe(need, caller, decision) },
      'access',
    );
  }

  /** For a token that was not valid, so that nobody is known. */
  writeRefused(need: Need, reason: string, requestId: string): void {
    const facts = {
      requestId,
      subject: null,
      ...describeNeed(need),
      decision: 'invalid_token',
      rule: reason,
    };
    this.logger.info(facts, 'access');
  }

  private describe(need: Need, caller: Caller, decision: Decision): { decision: string; rule: string } {
    if (decision.outcome !== 'allowed') return { decision: decision.outcome, rule: decision.reason };
    return { decision: 'allowed', rule: ruleOf(this.policy, need, caller) };
  }
}

/** The rule that allows the weightiest action of a need. */
export function ruleOf(policy: LocalPolicy, need: Need, caller: Caller): string {
  const person = caller.facts ? caller.person : undefined;
  if (need.kind === 'token' || need.kind === 'catalog') return 'any valid token';
  const action = need.kind === 'registry' ? need.action : need.actions.at(-1);
  const repository = need.kind === 'registry' ? '' : need.repository;
  return (action && policy.nameRule(person, repository, action)) ?? 'none';
}

function isReading(need: Need): boolean {
  if (need.kind === 'repository') return need.actions.every((action) => action === 'pull');
  return need.kind !== 'registry';
}

function describeNeed(need: Need): { action: string; repository: string | null } {
  if (need.kind === 'repository') return { action: need.actions.join(','), repository: need.repository };
  return { action: need.kind === 'registry' ? need.action : need.kind, repository: null };
}
