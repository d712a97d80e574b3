import type Database from 'libsql';
import { countRows, toText, type Spelling } from '../../sql/binding.js';
import type { Statement } from '../../sql/statement.js';

/** Locks are no text: only one transaction writes at a time. */
const SPELLING: Spelling = {
  value: () => '?',
  anyOf: () => 'IN (SELECT value FROM json_each(?))',
  lock: () => '',
};

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
    const prepared = this.prepare(toText(statement, SPELLING));
    variants.set(count, prepared);
    return prepared;
  }

  private prepare(text: string): PreparedStatement {
    const handle = this.database.prepare(text);
    if (!handle.reader) return { handle, columns: [] };
    return { handle: handle.raw(), columns: handle.columns().map((column) => column.name) };
  }
}
