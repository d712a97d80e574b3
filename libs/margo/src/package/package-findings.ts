import { ruleLink, type ExaminedDocument, type Finding, type Severity } from '../finding.js';
import { isTolerated, type Compatibility, type CompatibilitySwitch } from '../compatibility.js';
import { MOST_FINDINGS } from '../finding-list.js';
import { getRule, type RuleId } from '../rules/catalogue.js';
import type { ValidationLevel } from '../rules/rule.js';

/** Where something was found, and by which switch it is let through while that is on. */
export interface Place {
  readonly document?: ExaminedDocument;
  readonly path?: string;
  readonly toleratedBy?: CompatibilitySwitch;
  /** Said of what was not looked into, so that it is never refused for that. */
  readonly isAdvice?: boolean;
}

/** Findings of one check, each as severe as its rule is at the level of the check. */
export class PackageFindings {
  private readonly found: Finding[] = [];
  private left = 0;

  constructor(
    private readonly level: ValidationLevel,
    private readonly compatibility: Compatibility,
  ) {}

  /** What a switch lets through is a warning that names it. */
  add(rule: RuleId, message: string, place: Place = {}): void {
    const { document = 'manifest', path = '', toleratedBy, isAdvice = false } = place;
    if (this.found.length >= MOST_FINDINGS) {
      this.left += 1;
      return;
    }
    const isLetThrough = toleratedBy !== undefined && isTolerated(this.compatibility, toleratedBy);
    const usual = getRule(rule).severity[this.level];
    const severity: Severity = isLetThrough || (isAdvice && usual === 'error') ? 'warning' : usual;
    this.found.push({
      rule,
      severity,
      message,
      document,
      path,
      ...(isLetThrough ? { toleratedBy } : {}),
      link: ruleLink(rule),
    });
  }

  /** In the order of the checks; what was left out is said by a last one. */
  list(): Finding[] {
    if (this.left === 0) return this.found;
    const message = `There are ${this.left} more findings. Mend these first and check again.`;
    const severity = getRule('PKG-09').severity[this.level];
    return [
      ...this.found,
      { rule: 'PKG-09', severity, message, document: 'manifest', path: '', link: ruleLink('PKG-09') },
    ];
  }
}
