// Figures as rows: a ratio first, then what it was made of. Markdown for people, JSON for comparing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { median } from './rounds.mjs';

/**
 * @typedef {{ figure: string, result: string, aim?: string, isMet?: boolean, spread?: string, byCpu?: string,
 *   subject?: string, against?: string, data: object }} Row `subject` is the registry's side, `against` what it is
 *   compared with, `byCpu` the ratio that their processor times per operation would allow: the steadier of the two
 *   where other work shares the machine
 * @typedef {{ name: string, samples: import('./samples.mjs').Sample[] }} Side
 */

/**
 * The registry's rate by another's: ratio of the medians, and the least and greatest ratio of a round.
 * @param {{ figure: string, unit: string, aim?: number, subject: Side, against: Side }} comparison
 * @returns {Row}
 */
export function ratioRow({ figure, unit, aim, subject, against }) {
  const rates = (side) => side.samples.map(({ rate }) => rate);
  const ratio = median(rates(subject)) / median(rates(against));
  const byCpu = costOf(against) / costOf(subject);
  const perRound = rates(subject).map((rate, round) => rate / rates(against)[round]);
  return {
    figure,
    result: `${short(ratio)} of ${against.name}`,
    aim: aim === undefined ? undefined : `≥ ${aim}`,
    isMet: aim === undefined ? undefined : ratio >= aim,
    spread: spreadOf(perRound),
    byCpu: Number.isFinite(byCpu) ? short(byCpu) : undefined,
    subject: describe(subject, unit),
    against: describe(against, unit),
    data: {
      ratio,
      byCpu,
      perRound,
      subject: subject.samples,
      against: against.samples,
      againstName: against.name,
      unit,
    },
  };
}

/** Least and greatest. */
export function spreadOf(values) {
  return `${short(Math.min(...values))}–${short(Math.max(...values))}`;
}

/** Three significant digits at least, no more decimals than say something. */
export function short(value) {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return `${Number(value.toPrecision(Math.abs(value) >= 10 ? 3 : 2))}`;
}

/** @param {Row[]} rows */
export function toMarkdown(title, rows, skips) {
  const cells = rows.map((row) => [
    row.figure,
    row.result,
    aimOf(row),
    row.spread,
    row.byCpu,
    row.subject,
    row.against,
  ]);
  const table = [
    ['figure', 'result', 'aim', 'per round', 'by processor time', 'registry', 'compared with'],
    Array(7).fill('---'),
    ...cells,
  ]
    .map((row) => `| ${row.map((cell) => cell ?? '').join(' | ')} |`)
    .join('\n');
  return [`## ${title}`, ...(rows.length > 0 ? [table] : []), ...skips].join('\n\n');
}

export function writeJson(file, results) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

function aimOf({ aim, isMet }) {
  if (aim === undefined) return undefined;
  return `${aim} ${isMet ? 'met' : '**missed**'}`;
}

function describe(side, unit) {
  const cost = costOf(side);
  return `${short(median(side.samples.map(({ rate }) => rate)))} ${unit}${Number.isFinite(cost) ? ` (${short(cost)} ms)` : ''}`;
}

/** Processor milliseconds per operation; not a number where the machine does not tell. */
function costOf({ samples }) {
  return median(samples.map(({ cpu }) => cpu ?? Number.NaN));
}
