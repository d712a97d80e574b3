import { isTolerated, type Compatibility, type CompatibilitySwitch } from './compatibility.js';
import { ruleLink, type Finding, type Severity } from './finding.js';
import { formatPath, type Path } from './path.js';
import { getRule, type RuleId } from './rules/catalogue.js';
import type { ValidationLevel } from './rules/rule.js';
import type { DescriptionSource, Position } from './yaml/source.js';

/** Enough to mend a description by; a hostile one could otherwise make the report as large as itself. */
export const MOST_FINDINGS = 200;

const RANKS: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** What is said beside the rule and the path. */
export interface Remark {
  readonly message: string;
  /** Milder than the rule's own severity; a more severe one has no effect. */
  readonly severity?: Severity;
  /** What to point at; the value unless said. */
  readonly at?: 'key' | 'value';
  /** Where the place is, where no path leads to it. */
  readonly position?: Position;
  readonly toleratedBy?: CompatibilitySwitch;
}

/** Collects what is found in one description. */
export class FindingList {
  private readonly found: Finding[] = [];
  private left = 0;
  private worstLeft: Severity = 'info';

  constructor(
    private readonly source: DescriptionSource,
    private readonly level: ValidationLevel,
    private readonly compatibility: Compatibility,
  ) {}

  add(rule: RuleId, path: Path, remark: Remark): void {
    const severity = milder(getRule(rule).severity[this.level], remark.severity);
    if (this.found.length >= MOST_FINDINGS) return this.leaveOut(severity);
    const position = remark.position ?? this.source.locate(path, remark.at);
    const { message, toleratedBy } = remark;
    const link = ruleLink(rule);
    const tolerance = toleratedBy ? { toleratedBy } : {};
    const finding = { rule, severity, message, document: 'description' as const, path: formatPath(path) };
    this.found.push({ ...finding, ...position, ...tolerance, link });
  }

  /** The same finding as a warning that names the switch, while the switch is on. */
  addTolerated(rule: RuleId, path: Path, remark: Remark & { toleratedBy: CompatibilitySwitch }): void {
    const { toleratedBy, ...strict } = remark;
    const tolerated = isTolerated(this.compatibility, toleratedBy);
    this.add(rule, path, tolerated ? { ...remark, severity: 'warning' } : strict);
  }

  private leaveOut(severity: Severity): void {
    this.left += 1;
    if (RANKS[severity] > RANKS[this.worstLeft]) this.worstLeft = severity;
  }

  /** In the order of the document; what was left out is said by a last one. */
  list(): Finding[] {
    const ordered = this.found.toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    if (this.left === 0) return ordered;
    const message = `There are ${this.left} more findings. Mend these first and check again.`;
    const severity = this.worstLeft;
    return [
      ...ordered,
      { rule: 'PKG-09', severity, message, document: 'description', path: '', link: ruleLink('PKG-09') },
    ];
  }
}

function milder(severity: Severity, wanted: Severity = severity): Severity {
  return RANKS[wanted] < RANKS[severity] ? wanted : severity;
}
