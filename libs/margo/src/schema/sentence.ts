import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Cursor } from '../cursor.js';
import { quoted } from '../path.js';

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
};

const REMEDIES: Readonly<Record<string, string>> = {
  string: 'Write a text, in quotes if it looks like something else',
  number: 'Write a number without quotes',
  integer: 'Write a whole number without quotes',
  boolean: 'Write true or false without quotes',
  object: 'Write keys with values, indented below it',
  array: 'Write a list: one "- " per entry, indented below it',
};

/** What an error of the schema means for the person who wrote the description, with the remedy. */
export function describeError(error: ErrorObject, place: Cursor): string {
  switch (error.keyword) {
    case 'type':
      return describeType([error.params.type as string | string[]].flat(), place);
    case 'enum':
      return describeChoice(error, place);
    case 'pattern':
      return `${show(place)} is not ${error.parentSchema?.description ?? 'of the right form'}. Change it.`;
    default:
      return `${show(place)} is not allowed here (${error.message ?? error.keyword}). Change it.`;
  }
}

function describeType(types: readonly string[], place: Cursor): string {
  const wanted = types.filter((type) => type !== 'null');
  const names = wanted.map((type) => NAMES[type] ?? type).join(' or ');
  const [first = ''] = wanted;
  return `${show(place)} is not ${names}. ${remedyFor(first, place)}.`;
}

function remedyFor(type: string, place: Cursor): string {
  if (type === 'string' && ['number', 'boolean'].includes(typeof place.plain))
    return `Put it in quotes: ${JSON.stringify(place.source ?? '')}`;
  return REMEDIES[type] ?? 'Change it';
}

function describeChoice({ params, parentSchema }: ErrorObject, place: Cursor): string {
  const words = (parentSchema?.examples ?? params.allowedValues) as readonly unknown[];
  return `${show(place)} is not one of ${words.join(', ')}. Use one of these.`;
}

function show(place: Cursor): string {
  if (place.plain === null) return 'An empty value';
  if (place.isList) return 'A list';
  return place.source === undefined ? 'A mapping' : quoted(place.source);
}
