import { dirname } from 'node:path';
import type { DirectorySync } from './directory-sync.js';
import { codedError } from './file-error.js';
import type { FileFunctions } from './file-functions.js';

/** Directories that are there, are no symbolic links, and survive a power cut. */
export class DurableDirectories {
  readonly #known = new Map<string, Promise<void>>();

  constructor(
    private readonly files: FileFunctions,
    private readonly directorySync: DirectorySync,
  ) {}

  /**
   * Makes `directory` and those above it where absent. The first call of a process syncs the parent in any case:
   * another process may have made the directory a moment ago.
   */
  ensure(directory: string): Promise<void> {
    let known = this.#known.get(directory);
    if (known === undefined) {
      known = this.#make(directory);
      this.#known.set(directory, known);
      known.catch(() => this.forget(directory));
    }
    return known;
  }

  /** The next {@link ensure} looks again: for directories that somebody removed under a running store. */
  forget(directory: string): void {
    this.#known.delete(directory);
  }

  /** Throws `ELOOP` for a symbolic link, `ENOTDIR` for any other thing that is no directory. */
  async check(directory: string): Promise<void> {
    const stats = await this.files.lstat(directory);
    if (stats.isSymbolicLink()) throw codedError('ELOOP', `symbolic link '${directory}'`);
    if (!stats.isDirectory()) throw codedError('ENOTDIR', `not a directory '${directory}'`);
  }

  async #make(directory: string): Promise<void> {
    const topmost = (await this.files.mkdir(directory, { recursive: true })) ?? directory;
    await this.check(directory);
    for (let made = directory; made.length >= topmost.length; made = dirname(made)) {
      await this.directorySync.sync(dirname(made));
    }
  }
}
