import type { Finding, Severity } from '../finding.js';
import { summarize } from './summary.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions: each finding becomes an annotation of `file`. */
export function renderGithub(
  findings: readonly Finding[],
  { subject, file }: { subject: string; file: string },
): string {
  const lines = findings.map(({ severity, rule, message, line, column, path }) => {
    const place = line === undefined ? '' : `,line=${line},col=${column ?? 1}`;
    const title = escapeProperty(path === '' ? rule : `${rule} ${path}`);
    return `::${COMMANDS[severity]} file=${escapeProperty(file)}${place},title=${title}::${escapeData(message)}`;
  });
  return `${[...lines, `${subject}: ${summarize(findings)}`].join('\n')}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
