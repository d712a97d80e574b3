import type pg from 'pg';
import { bindValues, countRows, toText, type Spelling } from '../../sql/binding.js';
import type { Statement } from '../../sql/statement.js';
import { columnParsers } from './column-parsers.js';

const SPELLING: Spelling = {
  value: (position) => `$${position}`,
  anyOf: (position) => `= ANY($${position})`,
  lock: ({ strength, tables }) =>
    `FOR ${strength.toUpperCase()}${tables.length === 0 ? '' : ` OF ${tables.join(', ')}`}`,
};

/** Texts by the identity of their template and the number of their rows, so that a hot statement is joined once. */
const texts = new WeakMap<readonly string[], Map<number, string>>();

export interface Query extends pg.QueryConfig {
  readonly query_timeout: number;
}

/**
 * The statement as pg sends it, with how long its answer may take in milliseconds. It has no name: behind a pooler the next one may go to
 * another server process.
 */
export function toQuery(statement: Statement, limit: number): Query {
  return {
    text: findText(statement),
    query_timeout: limit,
    values: bindValues(statement, (list) => list.map(withoutNul)).map((value) =>
      typeof value === 'string' ? withoutNul(value) : value,
    ),
    types: columnParsers,
  };
}

function findText(statement: Statement): string {
  const variants = texts.get(statement.strings) ?? new Map<number, string>();
  if (variants.size === 0) texts.set(statement.strings, variants);
  const count = countRows(statement);
  const known = variants.get(count);
  if (known !== undefined) return known;
  const text = toText(statement, SPELLING);
  variants.set(count, text);
  return text;
}

/** Postgres refuses U+0000 in text. Nothing that is stored may hold it, so what asks for it is answered as what asks for U+0001. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u0001') : text;
}
