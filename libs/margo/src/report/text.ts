import type { Finding } from '../finding.js';
import { summarize } from './summary.js';
import { visible } from './visible.js';

export interface TextOptions {
  /** What was checked: a path or a reference. */
  readonly subject: string;
  /** Lines of the description, for excerpts. */
  readonly lines?: readonly string[];
}

const LONGEST_EXCERPT = 120;

/** Findings for people: a line each, the place in the source below it where that is at hand, and a summary. */
export function renderText(findings: readonly Finding[], { subject, lines = [] }: TextOptions): string {
  const blocks = findings.map((finding) => [headOf(finding), ...excerptOf(finding, lines)].join('\n'));
  return `${[...blocks, `${visible(subject)}: ${summarize(findings)}`].join('\n\n')}\n`;
}

function headOf({ severity, rule, document, path, line, column, message }: Finding): string {
  const place = line === undefined ? document : `${document}:${line}:${column ?? 1}`;
  const where = path === '' ? '' : ` ${path}`;
  return `${severity} ${rule} ${place}${visible(where)}\n  ${visible(message)}`;
}

/** The line and a caret below the place. */
function excerptOf({ document, line, column = 1, length = 1 }: Finding, lines: readonly string[]): string[] {
  const text = document === 'description' && line !== undefined ? lines[line - 1] : undefined;
  if (text === undefined || line === undefined) return [];
  const start = Math.max(0, column - LONGEST_EXCERPT / 2);
  const shown = visible(text.slice(start, start + LONGEST_EXCERPT));
  const gutter = `${line} | `;
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - (column - 1 - start))));
  const indent = shown.slice(0, column - 1 - start).replace(/[^\t]/g, ' ');
  return [`    ${gutter}${shown}`, `    ${' '.repeat(gutter.length - 2)}| ${indent}${carets}`];
}
