import Database from 'libsql';
import { DatabaseHeldError } from './database-errors.js';

/** The right to open a database file, held until `release` or the end of the process, however it ends. */
export interface HeldFile {
  release(): void;
}

/**
 * Holds `file` for this process by an open exclusive transaction on `<file>.lock`. The operating system drops the lock with the process;
 * a file with a process id in it would mislead after a kill. Throws {@link DatabaseHeldError}.
 */
export function holdFile(file: string): HeldFile {
  const database = new Database(`${file}.lock`, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new DatabaseHeldError(file, error);
    throw error;
  }
  return {
    release: () => {
      if (database.open) database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED';
}
