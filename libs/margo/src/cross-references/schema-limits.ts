import type { Cursor } from '../cursor.js';
import type { FindingList } from '../finding-list.js';
import { quoted } from '../path.js';
import { indexSchemas, listSettings } from './settings.js';
import type { Check, CheckedDescription } from './check.js';
import { baseType, fitsType } from './data-type.js';
import { PatternBudget } from './pattern-budget.js';
import { findMisfit } from './misfit.js';

const LIMITS = [
  ['minLength', 'maxLength'],
  ['minValue', 'maxValue'],
  ['minPrecision', 'maxPrecision'],
] as const;

/** Rules of a schema and the base types that they are about. */
const MEANINGFUL: Readonly<Record<string, readonly string[]>> = {
  minLength: ['string'],
  maxLength: ['string'],
  regexMatch: ['string'],
  minValue: ['integer', 'double'],
  maxValue: ['integer', 'double'],
  minPrecision: ['double'],
  maxPrecision: ['double'],
};

/** SEM-10 and SEM-08: patterns are compiled once for both. */
export const checkSchemaRules: Check = (description) => {
  const { root, findings } = description;
  const patterns = new PatternBudget();
  for (const schema of root.at('configuration', 'schema').items()) {
    checkLimits(schema, findings);
    checkMeaning(schema, findings);
    checkOptions(schema, findings);
    checkPattern(schema.at('regexMatch'), patterns, findings);
  }
  checkDefaults(description, patterns);
};

/** Values are advice to readers, so comparing them stops where only a hostile description goes on. */
const MOST_COMPARISONS = 200_000;

function checkDefaults(description: CheckedDescription, patterns: PatternBudget): void {
  const { root, findings } = description;
  const schemas = indexSchemas(description);
  let left = MOST_COMPARISONS;
  for (const { parameter, schema } of listSettings(description)) {
    const value = root.at('parameters', parameter.text ?? '', 'value');
    const rules = schemas.get(schema.text ?? '');
    if (!rules || !value.exists) continue;
    left -= Math.max(1, value.items().length) * Math.max(1, rules.at('options').items().length);
    if (left < 0) return findings.add('SEM-08', value.path, { message: TOO_MANY, severity: 'info' });
    checkDefault(value, rules, patterns, findings);
  }
}

const TOO_MANY =
  'There are so many default values and options that they were compared up to here only. Use fewer.';

function checkDefault(value: Cursor, schema: Cursor, patterns: PatternBudget, findings: FindingList): void {
  const misfit = findMisfit(value, schema, patterns);
  if (!misfit) return;
  const message = `The default value ${misfit}, against the schema ${quoted(schema.at('name').text ?? '')}. Change the value or the schema.`;
  findings.add('SEM-08', value.path, { message });
}

function checkLimits(schema: Cursor, findings: FindingList): void {
  for (const [least, most] of LIMITS) {
    const low = schema.at(least).number;
    const high = schema.at(most).number;
    if (low === undefined || high === undefined || low <= high) continue;
    const message = `${least} ${low} is above ${most} ${high}, so no value fits. Swap or correct them.`;
    findings.add('SEM-10', schema.at(least).path, { message });
  }
}

function checkMeaning(schema: Cursor, findings: FindingList): void {
  const type = schema.at('dataType').text;
  if (type === undefined) return;
  for (const [rule, types] of Object.entries(MEANINGFUL)) {
    const place = schema.at(rule);
    if (!place.exists || types.includes(baseType(type))) continue;
    const message = `${rule} says nothing about values of type ${quoted(type)}. Leave it out or correct dataType.`;
    findings.add('SEM-10', place.path, { message, at: 'key' });
  }
}

function checkOptions(schema: Cursor, findings: FindingList): void {
  const options = schema.at('options');
  if (options.isList && options.items().length === 0) {
    const message = 'There are no options, so nothing can be selected. Add some, or leave options out.';
    findings.add('SEM-10', options.path, { message });
  }
  const type = schema.at('dataType').text ?? '';
  for (const option of options.items()) {
    if (option.source === undefined || fitsType(option.source, type)) continue;
    const message = `The option ${quoted(option.source)} is not of type ${quoted(type)}. Correct the option or dataType.`;
    findings.add('SEM-10', option.path, { message });
  }
}

function checkPattern(place: Cursor, patterns: PatternBudget, findings: FindingList): void {
  const problem = place.text === undefined ? undefined : patterns.findProblem(place.text);
  if (problem) findings.add('SEM-10', place.path, { message: problem });
}
