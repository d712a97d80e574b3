import type { CompatibilitySwitch } from './compatibility.js';
import type { RuleId } from './rules/catalogue.js';
import type { Severity } from './rules/severity.js';

export type { Severity } from './rules/severity.js';

/** What a finding's path, line and column refer to. */
export type ExaminedDocument = 'description' | 'manifest' | 'resource' | 'component';

/** One thing that a person should know about a package, with what to do about it. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What is wrong and what to do, as one or two sentences on one line. */
  readonly message: string;
  readonly document: ExaminedDocument;
  /** Where in the document, like `deploymentProfiles[0].components[1].name`; empty for the document itself. */
  readonly path: string;
  /** Line and column of the source from 1, columns in UTF-16 code units; absent where the source has no such place. */
  readonly line?: number;
  readonly column?: number;
  /** How many code units of that line the place covers, at least 1. */
  readonly length?: number;
  /** The switch that turned an error into what this finding says. */
  readonly toleratedBy?: CompatibilitySwitch;
  /** Where the rule is explained, relative to the project's root. */
  readonly link: string;
}

const REFERENCE_PAGE = 'docs/reference/margo-rules.md';

/** Where a rule is explained, relative to the project's root. */
export function ruleLink(rule: RuleId): string {
  return `${REFERENCE_PAGE}#${rule.toLowerCase()}`;
}

/** True when nothing was found that refuses the document. */
export function isAcceptable(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}
