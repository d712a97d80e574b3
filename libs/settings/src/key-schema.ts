import { allowedValues } from './expectation.js';
import type { Constraint, Key, KeyKind } from './key.js';
import { BYTES_PATTERN, DURATION_PATTERN } from './quantity.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What the file may say for one key, whatever type YAML makes of it: a size may be a number or a text with a unit. It never
 * refuses what a reading takes; a limit of a text with a unit, and a rule that depends on other keys, are left to it.
 */
export function schemaOfValue(key: Key): JsonSchema {
  const values = key.transform ? {} : VALUES[key.kind](key);
  const words = key.words.length > 0 ? [{ enum: wordsOf(key) }] : [];
  return words.length > 0 ? { anyOf: [...words, values] } : values;
}

const NUMBER_TEXT = '^\\s*-?[0-9]+(\\.[0-9]+)?\\s*$';
const WHOLE_TEXT = '^\\s*-?[0-9]+(\\.0+)?\\s*$';

const VALUES: Readonly<Record<KeyKind, (key: Key) => JsonSchema>> = {
  text: (key) => textSchema(key, false),
  number: (key) => ({
    anyOf: [
      numberSchema(key),
      { type: 'string', pattern: findRule(key, 'isInt') ? WHOLE_TEXT : NUMBER_TEXT },
    ],
  }),
  boolean: () => ({ enum: [true, false, 'true', 'false'] }),
  bytes: (key) => ({
    anyOf: [
      { ...numberSchema(key), type: 'integer' },
      { type: 'string', pattern: BYTES_PATTERN },
    ],
  }),
  duration: () => ({ type: 'string', pattern: DURATION_PATTERN }),
  list: (key) => {
    const items = textSchema(key, true);
    return { anyOf: [{ type: 'array', items }, joinedSchema(items)] };
  },
  structures: () => ({ type: 'array' }),
};

/** A boolean `false` is read as the word off. */
function wordsOf({ words }: Key): unknown[] {
  return words.includes('off') ? [...words, false] : [...words];
}

function numberSchema(key: Key): JsonSchema {
  const minimum = argumentOf(key, 'min');
  const maximum = argumentOf(key, 'max');
  return {
    type: findRule(key, 'isInt') ? 'integer' : 'number',
    ...(typeof minimum === 'number' && { minimum }),
    ...(typeof maximum === 'number' && { maximum }),
  };
}

/** @param each whether the rules are those of the items of a list */
function textSchema(key: Key, each: boolean): JsonSchema {
  const rules = rulesOf(key).filter((rule) => rule.each === each);
  const pattern = rules.find(({ name }) => name === 'matches')?.arguments[0];
  const allowed = rules.some(({ name }) => name === 'isIn') ? allowedValues(key) : [];
  return {
    type: 'string',
    ...(allowed.length > 0 && { enum: allowed }),
    ...(rules.some(({ name }) => name === 'isNotEmpty') && { minLength: 1 }),
    ...(pattern instanceof RegExp && pattern.flags === '' && { pattern: pattern.source }),
  };
}

/** A list as one text: its items, separated by commas. */
function joinedSchema({ pattern, enum: words }: JsonSchema): JsonSchema {
  const whole = Array.isArray(words) ? words.map(escaped).join('|') : /^\^(.*)\$$/.exec(String(pattern))?.[1];
  if (whole === undefined) return { type: 'string' };
  const item = `(?:${whole})`;
  return { type: 'string', pattern: `^[\\s,]*(?:${item}(?:\\s*,[\\s,]*${item})*)?[\\s,]*$` };
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The rules that hold whatever else the section says: none, where a condition of the class decides. */
function rulesOf(key: Key): readonly Constraint[] {
  return key.constraints.some(({ name }) => name === 'conditionalValidation') ? [] : key.constraints;
}

const findRule = (key: Key, name: string): Constraint | undefined =>
  rulesOf(key).find((rule) => rule.name === name);

const argumentOf = (key: Key, name: string): unknown => findRule(key, name)?.arguments[0];
