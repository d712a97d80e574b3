import type { Endpoint } from '../journal/journal-entry.js';
import { OWN_ENDPOINT } from './check-fault-rule.js';
import type { ActiveFault, FaultRule } from './fault-rule.js';

/** What is known of a request before it is answered. */
export interface FaultTarget {
  readonly endpoint: Endpoint;
  readonly client?: string;
}

interface Counted {
  readonly id: string;
  readonly rule: FaultRule;
  matched: number;
  applied: number;
}

/**
 * The fault rules of one issuer, in the order in which they were set. Every rule counts what it matches; the first
 * one that is due is applied, and only that one. An exhausted rule stays listed until it is removed.
 */
export class Faults {
  private rules: Counted[] = [];
  private count = 0;

  /** @param now the issuer's clock, in seconds since 1970 */
  constructor(private readonly now: () => number) {}

  add(rule: FaultRule): ActiveFault {
    this.count += 1;
    const counted = { id: `fault-${this.count}`, rule, matched: 0, applied: 0 };
    this.rules.push(counted);
    return report(counted);
  }

  /** Whether there was such a rule. */
  remove(id: string): boolean {
    const before = this.rules.length;
    this.rules = this.rules.filter((one) => one.id !== id);
    return this.rules.length < before;
  }

  list(): ActiveFault[] {
    return this.rules.map(report);
  }

  /** The rule that this request meets, which has then counted it. Ask once per request. */
  take(target: FaultTarget): ActiveFault | undefined {
    const matching = this.rules.filter((one) => this.matches(one.rule, target));
    for (const one of matching) one.matched += 1;
    const due = matching.find(isDue);
    if (due === undefined) return undefined;
    due.applied += 1;
    return report(due);
  }

  reset(): void {
    this.rules = [];
    this.count = 0;
  }

  private matches(rule: FaultRule, target: FaultTarget): boolean {
    const now = this.now();
    const endpoint = OWN_ENDPOINT[rule.kind] ?? rule.endpoint;
    return (
      (endpoint === undefined || endpoint === target.endpoint) &&
      (rule.client === undefined || rule.client === target.client) &&
      (rule.from === undefined || rule.from <= now) &&
      (rule.until === undefined || now < rule.until)
    );
  }
}

function isDue({ rule, matched, applied }: Counted): boolean {
  return matched > (rule.skip ?? 0) && applied < (rule.times ?? Infinity);
}

function report({ id, rule, matched, applied }: Counted): ActiveFault {
  return { id, ...rule, matched, applied };
}
