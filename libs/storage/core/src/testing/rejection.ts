import assert from 'node:assert/strict';
import { isStorageError, type StorageError, type StorageErrorKind } from '../storage-error.js';

/** The error that `work` rejects with; fails where it resolves. A synchronous throw counts as well. */
export async function rejectionOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return assert.fail('expected a rejection');
}

/** The `StorageError` that `work` rejects with; fails for any other kind. */
export async function storageErrorOf(
  work: () => Promise<unknown>,
  ...kinds: [StorageErrorKind, ...StorageErrorKind[]]
): Promise<StorageError> {
  const error = await rejectionOf(work);
  if (!isStorageError(error)) throw error;
  assert.ok(
    kinds.includes(error.kind),
    `expected ${kinds.join(' or ')}, got ${error.kind}: ${error.message}`,
  );
  assert.ok(error.driver !== '' && error.operation !== '', 'the error names driver and operation');
  return error;
}
