import { Lock } from './lock.js';
import { AnyOf, Rows, type SqlValue, type Statement } from './statement.js';

/** How one engine writes what stands between the strings of a statement. */
export interface Spelling {
  /** The placeholder of the value at this position, counted from 1 over all values of the statement. */
  value(position: number): string;
  anyOf(position: number): string;
  lock(lock: Lock): string;
}

/** A statement as text. Those of the same template are the same text when they have as many {@link countRows rows}. */
export function toText({ strings, values }: Statement, spelling: Spelling): string {
  let position = 0;
  const next = (): string => spelling.value((position += 1));
  const parts = values.map((value) => {
    if (value instanceof Lock) return spelling.lock(value);
    if (value instanceof AnyOf) return spelling.anyOf((position += 1));
    if (!(value instanceof Rows)) return next();
    return value.rows.map((row) => `(${row.map(next).join(', ')})`).join(', ');
  });
  return strings.map((text, index) => text + (parts[index] ?? '')).join('');
}

export function countRows({ values }: Statement): number {
  let count = 0;
  for (const value of values) if (value instanceof Rows) count += value.rows.length;
  return count;
}

/** The values in the order of their placeholders. Throws a `TypeError` for what no column can hold. */
export function bindValues<List>(
  { values }: Statement,
  bindList: (list: readonly string[]) => List,
): (SqlValue | List)[] {
  const bound: (SqlValue | List)[] = [];
  for (const value of values) {
    if (value instanceof AnyOf) bound.push(bindList(value.values));
    else if (value instanceof Rows) for (const row of value.rows) bound.push(...row.map(checkBindable));
    else if (!(value instanceof Lock)) bound.push(checkBindable(value));
  }
  return bound;
}

/** NOTE: libsql ends the process for a boolean, and pg takes undefined for null. */
function checkBindable(value: SqlValue): SqlValue {
  const type = typeof value;
  if (type === 'string' || type === 'number' || value === null || value instanceof Uint8Array) return value;
  throw new TypeError(`A statement was given a value of type ${type}; give text, a number, bytes or null.`);
}
