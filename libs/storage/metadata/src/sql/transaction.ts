import type { Statement } from './statement.js';

/** Runs statements that return rows. Bytes come as `Buffer`, integers as `number`. An engine may answer at once or later: await it. */
export interface Reader {
  all<Row>(statement: Statement): Row[] | Promise<Row[]>;
}

/** What a command works on: all of its statements take effect together, or none does. */
export interface Transaction extends Reader {
  /** Runs a statement without rows; returns how many rows it changed. */
  run(statement: Statement): number | Promise<number>;
}
