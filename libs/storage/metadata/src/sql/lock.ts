/**
 * `SELECT … ${lock('update', 'b')}`: holds the rows that it finds (of the tables named, else of all) until the transaction ends. Where
 * only one transaction writes at a time it is no text at all. `key share` keeps rows from being deleted, `update` keeps everybody off.
 *
 * A command locks in this order, so that two of them do not wait for each other: upload, repository, blob, link, manifest, references,
 * tag; several rows of one table by their key.
 */
export class Lock {
  constructor(
    readonly strength: 'update' | 'key share',
    readonly tables: readonly string[],
  ) {}
}

export function lock(strength: Lock['strength'], ...tables: readonly string[]): Lock {
  return new Lock(strength, tables);
}

/**
 * Thrown by a command when another transaction was faster than what it had read: it must run again from its beginning, in a transaction
 * of its own. Engines do that; where only one transaction writes at a time it is never thrown.
 */
export class LostRace extends Error {
  override readonly name = 'LostRace';

  constructor(what: string) {
    super(`Another transaction was faster: ${what}.`);
  }
}
