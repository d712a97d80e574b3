import { StorageError } from '@margo-registry/storage-core';
import { DRIVER_NAME } from './sqlite-failure.js';

/** Another process (or another store of this one) has the file open. */
export class DatabaseHeldError extends StorageError {
  constructor(
    readonly file: string,
    cause?: unknown,
  ) {
    super(
      'conflict',
      `The database ${file} is in use by another process; stop that one, or give this one a file of its own.`,
      { driver: DRIVER_NAME, operation: 'open', cause },
    );
    this.name = 'DatabaseHeldError';
  }
}
