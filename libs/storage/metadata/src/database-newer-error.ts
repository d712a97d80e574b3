import { StorageError } from '@margo-registry/storage-core';

/** The database was migrated by a later version of the program. */
export class DatabaseNewerError extends StorageError {
  constructor(
    /** How the engine calls it: a file, or a database on a host. */
    readonly database: string,
    readonly unknownMigrations: readonly string[],
    driver: string,
  ) {
    super(
      'conflict',
      `The database ${database} was written by a newer version of the registry (it has the changes ${unknownMigrations.join(', ')}); ` +
        'run that version, or restore a backup from before the update.',
      { driver, operation: 'open' },
    );
    this.name = 'DatabaseNewerError';
  }
}
