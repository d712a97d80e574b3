import {
  isStorageError,
  StorageError,
  type StorageErrorKind,
  type UploadState,
} from '@margo-registry/storage-core';

export const DRIVER = 'filesystem';

const KINDS: Record<string, { readonly kind: StorageErrorKind; readonly sentence: string }> = {
  ENOSPC: { kind: 'full', sentence: 'no space left on the device; free some or enlarge it' },
  EDQUOT: { kind: 'full', sentence: 'over the quota of this user; raise it or free some space' },
  EFBIG: { kind: 'full', sentence: 'the file system takes no file of this size' },
  EACCES: { kind: 'unavailable', sentence: 'permission denied; the registry must own its directory' },
  EPERM: { kind: 'unavailable', sentence: 'the file system does not permit this' },
  EROFS: { kind: 'unavailable', sentence: 'the file system is mounted read-only' },
  EIO: { kind: 'unavailable', sentence: 'the device reports an error' },
  EMFILE: { kind: 'unavailable', sentence: 'too many open files in this process; raise its limit' },
  ENFILE: { kind: 'unavailable', sentence: 'too many open files on this machine' },
  ELOOP: { kind: 'corrupt', sentence: 'a symbolic link stands where a file or directory was stored' },
  ENOTDIR: { kind: 'corrupt', sentence: 'something else stands where a directory was stored' },
  EISDIR: { kind: 'corrupt', sentence: 'a directory stands where a file was stored' },
};

export interface FileErrorContext {
  /** In the port's words. */
  readonly operation: string;
  /** What an absent file means here; without it: that the store's directory is gone. */
  readonly missing?: 'not-found' | 'upload-unknown';
  readonly state?: UploadState;
}

/** What stands at a location is not what was stored. */
export class FileDamaged extends Error {}

/** The `StorageError` of a failed call. Its message holds no path; the cause does. */
export function toStorageError(cause: unknown, context: FileErrorContext): StorageError {
  if (isStorageError(cause)) return cause;
  if (cause instanceof FileDamaged) return fileError('corrupt', context, cause.message, cause);
  const code = codeOf(cause);
  if (code === 'ENOENT' && context.missing !== undefined) {
    return fileError(context.missing, context, 'no bytes at this place', cause);
  }
  const known = KINDS[code ?? ''] ?? {
    kind: 'unavailable',
    sentence: 'the file system does not answer as it should',
  };
  return fileError(
    known.kind,
    context,
    code === undefined ? known.sentence : `${known.sentence} (${code})`,
    cause,
  );
}

export function fileError(
  kind: StorageErrorKind,
  context: FileErrorContext,
  sentence: string,
  cause?: unknown,
): StorageError {
  const { operation, state } = context;
  return new StorageError(kind, `${DRIVER}: ${operation}: ${sentence}`, {
    driver: DRIVER,
    operation,
    cause,
    state,
  });
}

/** A handler for `catch` that lets errors with one of `codes` pass as `undefined`. */
export function ignoring(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(codeOf(error) ?? '')) throw error;
    return undefined;
  };
}

/** An error as the system would give it. */
export function codedError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
