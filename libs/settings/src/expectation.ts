import type { Key } from './key.js';
import { formatBytes, formatDuration } from './quantity.js';

/** Rules of class-validator that `expectationOf` puts into its own words. */
const SPOKEN = new Set([
  'isInt',
  'isNumber',
  'min',
  'max',
  'isIn',
  'isBoolean',
  'isString',
  'isArray',
  'isNotEmpty',
  'conditionalValidation',
]);

/** Whether the sentence of `expectationOf` covers all of the broken rules, and the class has no sentence of its own. */
export function isSpoken(key: Key, broken: readonly string[]): boolean {
  const own = key.constraints.filter((rule) => rule.hasMessage).map((rule) => rule.name);
  return broken.every((rule) => SPOKEN.has(rule) && !own.includes(rule));
}

/** What a key wants, as the end of "must be …": `a whole number between 0 and 65535`. */
export function expectationOf(key: Key): string {
  const allowed = allowedValues(key);
  if (allowed.length > 0) return (key.kind === 'list' ? 'a list of ' : 'one of ') + allowed.join(', ');
  const words = key.words.map((word) => `, or ${word}`).join('');
  return `${NOUNS[key.kind](key)}${boundsOf(key)}${words}`;
}

/** The values that `@IsIn` allows, or none where the key is free. */
export function allowedValues(key: Key): string[] {
  const rule = key.constraints.find((constraint) => constraint.name === 'isIn');
  return ((rule?.arguments[0] ?? []) as unknown[]).map(String);
}

const hasRule = (key: Key, name: string): boolean => key.constraints.some((rule) => rule.name === name);

const NOUNS: Readonly<Record<Key['kind'], (key: Key) => string>> = {
  text: (key) =>
    hasRule(key, 'isNotEmpty')
      ? 'a text that is not empty'
      : 'text (in quotes where YAML would read something else)',
  number: (key) => (hasRule(key, 'isInt') ? 'a whole number' : 'a number'),
  boolean: () => 'true or false',
  bytes: () => 'a size in B, KiB, MiB or GiB',
  duration: () => 'a time in ms, s, m, h or d',
  list: () => 'a list of texts (in the environment separated by commas)',
  structures: () => 'a list of structures',
};

function boundsOf(key: Key): string {
  const [least, most] = ['min', 'max'].map((name) => boundOf(key, name));
  if (least !== undefined && most !== undefined) return ` between ${least} and ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

function boundOf(key: Key, name: string): string | undefined {
  const bound = key.constraints.find((rule) => rule.name === name)?.arguments[0];
  if (typeof bound !== 'number') return undefined;
  if (key.kind === 'bytes') return formatBytes(bound);
  return key.kind === 'duration' ? formatDuration(bound) : String(bound);
}
