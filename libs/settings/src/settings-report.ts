import type { SettingInUse } from './setting-in-use.js';
import { formatPosition, sentenceOfFault, type Fault } from './settings-error.js';

/** What a program would run with, or everything that keeps it from running. */
export interface SettingsReport {
  /** Empty where a start would go on. */
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
  /** Empty where there are faults. */
  readonly inUse: readonly SettingInUse[];
}

export const REPORT_FORMATS = ['text', 'json'] as const;

/** `text` for people, or `json`: one object with `acceptable`, `faults`, `warnings` and `settings`. */
export function renderSettingsReport(
  report: SettingsReport,
  format: (typeof REPORT_FORMATS)[number],
  program: string,
): string {
  if (format === 'text') return renderText(report, program);
  const { faults, warnings, inUse } = report;
  return `${JSON.stringify({ acceptable: faults.length === 0, faults, warnings, settings: inUse })}\n`;
}

function renderText({ faults, warnings, inUse }: SettingsReport, program: string): string {
  const conclusion =
    faults.length === 0
      ? `Good: ${program} would start with these settings.`
      : `${faults.length === 1 ? '1 fault' : `${faults.length} faults`}: ${program} would not start with these settings.`;
  const lines = [
    ...table(inUse.map(rowOf)),
    ...(inUse.length > 0 ? [''] : []),
    ...faults.map(lineOf),
    ...warnings.map((warning) => `warning: ${warning}`),
    conclusion,
  ];
  return `${lines.join('\n')}\n`;
}

function lineOf(fault: Fault): string {
  const sentence = sentenceOfFault(fault);
  return fault.position ? `${formatPosition(fault.position)}: ${sentence}` : sentence;
}

function rowOf({ key, value, from, saidBy, position }: SettingInUse): [string, string, string] {
  return [key, textOf(value), position ? formatPosition(position) : (saidBy ?? from)];
}

function textOf(value: unknown): string {
  if (value === undefined) return '(not set)';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.length > 0 ? value.join(',') : '(none)';
  if (value === '') return '(empty)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Wider values than this push the column behind them aside in their own line only. */
const WIDEST = 40;

function table(rows: readonly (readonly [string, string, string])[]): string[] {
  const width = (column: 0 | 1): number =>
    Math.min(WIDEST, Math.max(0, ...rows.map((row) => row[column].length)));
  const [first, second] = [width(0), width(1)];
  return rows.map(([key, value, from]) => `${key.padEnd(first)}  ${value.padEnd(second)}  ${from}`);
}
