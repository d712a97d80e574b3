import type Database from 'libsql';
import { checkBindable } from '../../sql/bindable.js';
import { Lock } from '../../sql/lock.js';
import { AnyOf, Rows, type SqlValue, type Statement, type StatementPart } from '../../sql/statement.js';

export interface PreparedStatement {
  readonly handle: Database.Statement;
  readonly columns: readonly string[];
}

/** Prepared statements of one connection, found by the identity of the template, so that a hot statement is never joined or hashed. */
export class PreparedStatements {
  private readonly prepared = new WeakMap<readonly string[], Map<number, PreparedStatement>>();

  constructor(private readonly database: Database.Database) {}

  find(statement: Statement): PreparedStatement {
    const variants = this.prepared.get(statement.strings) ?? new Map<number, PreparedStatement>();
    if (variants.size === 0) this.prepared.set(statement.strings, variants);
    const count = countRows(statement);
    const known = variants.get(count);
    if (known !== undefined) return known;
    const prepared = this.prepare(render(statement));
    variants.set(count, prepared);
    return prepared;
  }

  private prepare(text: string): PreparedStatement {
    const handle = this.database.prepare(text);
    if (!handle.reader) return { handle, columns: [] };
    return { handle: handle.raw(), columns: handle.columns().map((column) => column.name) };
  }
}

/** The values as this driver binds them. It ends the process when it is given a boolean, so other types stop here. */
export function bindValues(statement: Statement): (string | number | Uint8Array | null)[] {
  const bound: SqlValue[] = [];
  for (const value of statement.values) {
    if (value instanceof AnyOf) bound.push(JSON.stringify(value.values));
    else if (value instanceof Rows) for (const row of value.rows) bound.push(...row);
    else if (!(value instanceof Lock)) bound.push(value);
  }
  for (const value of bound) checkBindable(value);
  return bound;
}

function countRows(statement: Statement): number {
  let count = 0;
  for (const value of statement.values) if (value instanceof Rows) count += value.rows.length;
  return count;
}

function render({ strings, values }: Statement): string {
  return strings
    .map((text, index) => text + (index < values.length ? placeholder(values[index]) : ''))
    .join('');
}

function placeholder(value: StatementPart | undefined): string {
  if (value instanceof Lock) return '';
  if (value instanceof AnyOf) return 'IN (SELECT value FROM json_each(?))';
  if (!(value instanceof Rows)) return '?';
  return value.rows.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
}
