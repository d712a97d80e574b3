import type { Cursor } from '../cursor.js';
import { quoted } from '../path.js';
import { baseType, isListType, isOfType } from './data-type.js';
import type { PatternBudget } from './pattern-budget.js';

/** What is wrong with a value by the rules of a schema, as the end of a sentence; undefined when it fits. */
export function findMisfit(value: Cursor, schema: Cursor, patterns: PatternBudget): string | undefined {
  const type = schema.at('dataType').text ?? '';
  const multiple = schema.at('multiselect').plain === true;
  if (value.isList !== (isListType(type) || multiple)) {
    return value.isList ? `is a list and not of type ${quoted(type)}` : `is not a list (${quoted(type)})`;
  }
  const parts = value.isList ? value.items() : [value];
  for (const part of parts) {
    const misfit =
      findScalarMisfit(part, schema, baseType(type)) ?? findPatternMisfit(part, schema, patterns);
    if (misfit) return misfit;
  }
  return undefined;
}

function findScalarMisfit(part: Cursor, schema: Cursor, base: string): string | undefined {
  if (!isOfType(part.plain, base)) return `${quoted(part.source ?? '')} is not of type ${base}`;
  if (part.text === '') return findEmptiness(schema);
  return findLengthMisfit(part, schema) ?? findNumberMisfit(part, schema) ?? findOptionMisfit(part, schema);
}

function findEmptiness(schema: Cursor): string | undefined {
  return schema.at('allowEmpty').plain === true ? undefined : 'is empty, and allowEmpty is not true';
}

function findLengthMisfit(part: Cursor, schema: Cursor): string | undefined {
  if (part.text === undefined) return undefined;
  const length = [...part.text].length;
  const least = schema.at('minLength').number ?? 0;
  const most = schema.at('maxLength').number ?? Infinity;
  if (length < least) return `is shorter than ${least} characters`;
  return length > most ? `is longer than ${most} characters` : undefined;
}

function findNumberMisfit(part: Cursor, schema: Cursor): string | undefined {
  const value = part.number;
  if (value === undefined) return undefined;
  const least = schema.at('minValue').number ?? -Infinity;
  const most = schema.at('maxValue').number ?? Infinity;
  if (value < least) return `is below ${least}`;
  if (value > most) return `is above ${most}`;
  const digits = schema.at('maxPrecision').number ?? Infinity;
  return countDecimals(String(value)) > digits ? `has more than ${digits} decimals` : undefined;
}

function countDecimals(number: string): number {
  const point = number.indexOf('.');
  return point === -1 ? 0 : number.length - point - 1;
}

function findOptionMisfit(part: Cursor, schema: Cursor): string | undefined {
  const options = schema.at('options').items();
  if (options.length === 0 || options.some(({ source }) => source === part.source)) return undefined;
  return 'is none of the options';
}

function findPatternMisfit(part: Cursor, schema: Cursor, patterns: PatternBudget): string | undefined {
  const pattern = schema.at('regexMatch').text;
  if (pattern === undefined || !part.text) return undefined;
  return patterns.matches(pattern, part.text) === false ? 'does not match the pattern' : undefined;
}
