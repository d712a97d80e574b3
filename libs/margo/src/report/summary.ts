import type { Finding, Severity } from '../finding.js';

export type Counts = Readonly<Record<Severity, number>>;

export function countFindings(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** `2 errors, 1 warning`; `nothing found` without any. */
export function summarize(findings: readonly Finding[]): string {
  const { error, warning, info } = countFindings(findings);
  const parts = [say(error, 'error'), say(warning, 'warning'), say(info, 'note')].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

function say(count: number, noun: string): string {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
