import type { Finding, Severity } from '../finding.js';

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Most severe first, then by document, line and rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    WEIGHT[a.severity] - WEIGHT[b.severity] ||
    compareText(a.document, b.document) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.rule, b.rule)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
