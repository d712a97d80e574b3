import type { Severity } from './severity.js';

/** How much a registry insists: `enforce` refuses what has an error, `warn` stores the report with the package. */
export type ValidationLevel = 'enforce' | 'warn';

/** What the specification says of a rule; `practice` is what the specification leaves open and real tools need. */
export type RuleLevel = 'MUST' | 'SHOULD' | 'MAY' | 'practice';

/** One rule as data: everything that is the same wherever it is broken. */
export interface Rule {
  readonly level: RuleLevel;
  /** What holds when the rule is kept, as a sentence. */
  readonly title: string;
  /** The part of the specification, or the tool, that says so. */
  readonly source: string;
  /** The severity of a breach per level; a single finding may be milder, never more severe. */
  readonly severity: Readonly<Record<ValidationLevel, Severity>>;
}
