import { StorageError, type StorageErrorKind } from '@margo-registry/storage-core';

export const DRIVER_NAME = 'sqlite';

const KINDS: readonly (readonly [prefix: string, kind: StorageErrorKind])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['SQLITE_IOERR', 'unavailable'],
  ['SQLITE_CANTOPEN', 'unavailable'],
  ['SQLITE_READONLY', 'unavailable'],
  ['SQLITE_PERM', 'unavailable'],
  ['SQLITE_BUSY', 'unavailable'],
  ['SQLITE_LOCKED', 'unavailable'],
  ['SQLITE_PROTOCOL', 'unavailable'],
  ['SQLITE_NOMEM', 'unavailable'],
];

const SENTENCES: Partial<Record<StorageErrorKind, string>> = {
  full: 'There is no space left for the database; free some and try again.',
  corrupt: 'The database file is damaged; stop the registry and restore a backup.',
  unavailable: 'The database cannot be read or written at the moment.',
};

/** An error as plain data, to cross a thread. Without `kind` it is a mistake in the program or in a command's input. */
export interface Failure {
  readonly kind?: StorageErrorKind;
  readonly message: string;
  readonly stack?: string;
}

/** The kind of a fault of file, disk or memory (result codes: https://www.sqlite.org/rescode.html); undefined for all other errors. */
export function findFaultKind(error: unknown): StorageErrorKind | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return undefined;
  return KINDS.find(([prefix]) => code === prefix || code.startsWith(`${prefix}_`))?.[1];
}

export function toFailure(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const kind = findFaultKind(error);
  return { message, ...(kind !== undefined && { kind }), ...(stack !== undefined && { stack }) };
}

export function fromFailure(failure: Failure, operation: string): Error {
  const cause = new Error(failure.message);
  if (failure.stack !== undefined) cause.stack = failure.stack;
  if (failure.kind === undefined) return cause;
  const sentence = SENTENCES[failure.kind] ?? failure.message;
  return new StorageError(failure.kind, sentence, { driver: DRIVER_NAME, operation, cause });
}
