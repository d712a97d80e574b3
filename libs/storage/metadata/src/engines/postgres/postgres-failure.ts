import { isStorageError, StorageError, type StorageErrorKind } from '@margo-registry/storage-core';
import { LostRace } from '../../sql/lock.js';

export const DRIVER_NAME = 'postgres';

/** SQLSTATEs by their beginning (https://www.postgresql.org/docs/current/errcodes-appendix.html); the first that fits counts. */
const KINDS: readonly (readonly [prefix: string, kind: StorageErrorKind])[] = [
  ['53100', 'full'],
  ['53', 'unavailable'],
  ['08', 'unavailable'],
  ['25006', 'unavailable'],
  ['25P03', 'unavailable'],
  ['28', 'unavailable'],
  ['3D000', 'unavailable'],
  ['40', 'unavailable'],
  ['42501', 'unavailable'],
  ['55P03', 'unavailable'],
  ['57', 'unavailable'],
  ['58', 'unavailable'],
  ['XX001', 'corrupt'],
  ['XX002', 'corrupt'],
];

const SENTENCES: Partial<Record<StorageErrorKind, string>> = {
  full: 'There is no space left for the database; free some and try again.',
  corrupt: 'The database is damaged; stop the registry and restore a backup.',
  unavailable: 'The database cannot be read or written at the moment.',
};

/** The server (or a pooler before it) went, is going, is coming, or has no connection to spare: another connection may do. */
const RECONNECT = /^(08|57P0[1235]|53300)/;

/** Another transaction was in the way: run again, what was read is stale. 23503 and 23505 are keys that a race has violated. */
const CONTENTION = /^(40001|40P01|23503|23505)$/;

/** Faults of the connection that Node.js and pg tell without a SQLSTATE. */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES|EMFILE)/;
const LOST = /^(Connection terminated|Client (was closed|has encountered))/;
const TIMEOUT = /^(timeout exceeded|timeout expired|Query read timeout|Connection terminated due to)/;

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The kind of a fault of server, connection or disk; undefined for mistakes of the program or in a command's input. */
export function findFaultKind(error: unknown): StorageErrorKind | undefined {
  if (isStorageError(error)) return error.kind;
  if (error instanceof LostRace) return 'unavailable';
  const code = codeOf(error);
  const kind = KINDS.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (kind !== undefined) return kind;
  const message = messageOf(error);
  return NETWORK.test(code) || LOST.test(message) || TIMEOUT.test(message) ? 'unavailable' : undefined;
}

export function isContention(error: unknown): boolean {
  return CONTENTION.test(codeOf(error)) || error instanceof LostRace;
}

/** Whether trying again at once on another connection may help. What waited for its time limit has waited long enough. */
export function isDisconnection(error: unknown): boolean {
  const message = messageOf(error);
  if (TIMEOUT.test(message)) return false;
  return RECONNECT.test(codeOf(error)) || NETWORK.test(codeOf(error)) || LOST.test(message);
}

/** Whether the connection can be used again: the server has answered and stays. */
export function isUsableAfter(error: unknown): boolean {
  return error instanceof LostRace || isAnswer(error);
}

function isAnswer(error: unknown): boolean {
  const { severity } = (error ?? {}) as { severity?: unknown };
  return severity === 'ERROR';
}

/** A fault as a `StorageError` that names the operation; everything else as it is. */
export function toStorageError(error: unknown, operation: string): unknown {
  const kind = findFaultKind(error);
  if (kind === undefined || isStorageError(error)) return error;
  const sentence = SENTENCES[kind] ?? messageOf(error);
  return new StorageError(kind, sentence, { driver: DRIVER_NAME, operation, cause: error });
}
