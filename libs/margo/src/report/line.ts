import type { Finding } from '../finding.js';
import { summarize } from './summary.js';
import { visible } from './visible.js';

/** `PKG-04 (line 7) metadata.version: quote it` */
export function renderFinding({ rule, path, line, message }: Finding): string {
  const place = line === undefined ? '' : ` (line ${line})`;
  const where = path === '' ? '' : ` ${path}:`;
  return visible(`${rule}${place}${where} ${message}`);
}

/**
 * The first findings of at most `most` on one line, for clients that show nothing else of a refusal. What is left out is counted.
 */
export function renderLine(findings: readonly Finding[], most = 3): string {
  const shown = findings.slice(0, most).map(renderFinding).join(' | ');
  const rest = findings.slice(most);
  return rest.length === 0 ? shown : `${shown} | and ${summarize(rest)} more`;
}
