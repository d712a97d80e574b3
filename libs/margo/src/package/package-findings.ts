import { ruleLink, type ExaminedDocument, type Finding, type Severity } from '../finding.js';
import { isTolerated, type Compatibility, type CompatibilitySwitch } from '../compatibility.js';
import { getRule, type RuleId } from '../rules/catalogue.js';
import type { ValidationLevel } from '../rules/rule.js';

/** Where something was found, and by which switch it is let through while that is on. */
export interface Place {
  readonly document?: ExaminedDocument;
  readonly path?: string;
  readonly toleratedBy?: CompatibilitySwitch;
}

/** Findings of one check, each as severe as its rule is at the level of the check. */
export class PackageFindings {
  readonly list: Finding[] = [];

  constructor(
    private readonly level: ValidationLevel,
    private readonly compatibility: Compatibility,
  ) {}

  /** What a switch lets through is a warning that names it. */
  add(rule: RuleId, message: string, { document = 'manifest', path = '', toleratedBy }: Place = {}): void {
    const isLetThrough = toleratedBy !== undefined && isTolerated(this.compatibility, toleratedBy);
    const severity: Severity = isLetThrough ? 'warning' : getRule(rule).severity[this.level];
    this.list.push({
      rule,
      severity,
      message,
      document,
      path,
      ...(isLetThrough ? { toleratedBy } : {}),
      link: ruleLink(rule),
    });
  }
}
