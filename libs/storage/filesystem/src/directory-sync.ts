import { ignoring } from './file-error.js';
import type { FileFunctions } from './file-functions.js';

/** What file systems answer that cannot sync a directory (some network and FUSE mounts); there is nothing better to do. */
const WITHOUT_DIRECTORY_SYNC = ['EINVAL', 'ENOTSUP'];

/** Makes the names in a directory durable. One fsync serves all who asked before it began. */
export class DirectorySync {
  readonly #waiting = new Map<string, Promise<void>>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(private readonly files: FileFunctions) {}

  /** Resolves when every name that stood in `directory` at the call is on disk. */
  sync(directory: string): Promise<void> {
    let round = this.#waiting.get(directory);
    if (round === undefined) {
      round = this.#run(directory, this.#running.get(directory));
      this.#waiting.set(directory, round);
    }
    return round;
  }

  async #run(directory: string, previous: Promise<void> | undefined): Promise<void> {
    await previous?.catch(() => undefined);
    const round = this.#waiting.get(directory) as Promise<void>;
    this.#waiting.delete(directory);
    this.#running.set(directory, round);
    try {
      await this.#fsync(directory);
    } finally {
      if (this.#running.get(directory) === round) this.#running.delete(directory);
    }
  }

  async #fsync(directory: string): Promise<void> {
    const handle = await this.files.open(directory, 'r');
    try {
      await handle.sync().catch(ignoring(...WITHOUT_DIRECTORY_SYNC));
    } finally {
      await handle.close();
    }
  }
}
