import type { UploadState } from './blob-store.js';

/**
 * What went wrong in a store; a closed list.
 *
 * | kind | meaning |
 * |---|---|
 * | `not-found` | no bytes at this location |
 * | `offset-mismatch` | the bytes do not continue where the upload stands |
 * | `upload-unknown` | the segments of this upload are gone |
 * | `interrupted` | the source ended early or the caller aborted; `state` holds what is durable |
 * | `conflict` | somebody else holds or changed it |
 * | `full` | no space left, or over a quota of the backend |
 * | `unavailable` | the backend does not answer, refuses us, or the store is closed |
 * | `corrupt` | fewer or other bytes than were stored |
 */
export type StorageErrorKind =
  | 'not-found'
  | 'offset-mismatch'
  | 'upload-unknown'
  | 'interrupted'
  | 'conflict'
  | 'full'
  | 'unavailable'
  | 'corrupt';

const STORAGE_ERROR = Symbol.for('@margo-registry/storage-error');

export interface StorageErrorContext {
  /** The driver's name. */
  readonly driver: string;
  /** What was being done, in the port's words: `append`, `open`, … */
  readonly operation: string;
  readonly cause?: unknown;
  /** Only of `append`: what is durable. */
  readonly state?: UploadState;
}

/** The only error that a store throws on purpose. Recognise it with {@link isStorageError}, never with `instanceof`. */
export class StorageError extends Error {
  readonly kind: StorageErrorKind;
  readonly driver: string;
  readonly operation: string;
  readonly state: UploadState | undefined;

  constructor(kind: StorageErrorKind, message: string, context: StorageErrorContext) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'StorageError';
    this.kind = kind;
    this.driver = context.driver;
    this.operation = context.operation;
    this.state = context.state;
    Object.defineProperty(this, STORAGE_ERROR, { value: true });
  }
}

/** True for a {@link StorageError} of any copy of this package (a plug-in may bring its own). */
export function isStorageError(error: unknown, kind?: StorageErrorKind): error is StorageError {
  const marked =
    typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[STORAGE_ERROR] === true;
  return marked && (kind === undefined || (error as StorageError).kind === kind);
}
