import { readFile, stat } from 'node:fs/promises';
import { StartRefused } from '../../start-refused.js';
import { parseHtpasswd, type Accounts } from './htpasswd.js';

/** So often, at most, a login looks whether the file has changed. */
const LOOK_EVERY = 1000;

/** The accounts of an htpasswd file, as it is now. A file that can no longer be read leaves those that were read last. */
export class HtpasswdFile {
  private lookedAt = Date.now();

  private constructor(
    private readonly path: string,
    private readonly complain: (error: unknown) => void,
    private version: string,
    private accounts: Accounts,
  ) {}

  /**
   * @param complain is told of each version of the file that could not be taken
   * @throws StartRefused when the file cannot be read or is not one
   */
  static async open(path: string, complain: (error: unknown) => void): Promise<HtpasswdFile> {
    const version = await versionOf(path);
    return new HtpasswdFile(path, complain, version, await read(path));
  }

  async current(): Promise<Accounts> {
    const now = Date.now();
    if (now - this.lookedAt >= LOOK_EVERY) {
      this.lookedAt = now;
      await this.look();
    }
    return this.accounts;
  }

  private async look(): Promise<void> {
    try {
      const version = await versionOf(this.path);
      if (version === this.version) return;
      this.version = version;
      this.accounts = await read(this.path);
    } catch (error) {
      this.complain(error);
    }
  }
}

async function versionOf(path: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path).catch((error: unknown) => refuse(path, error));
  return `${ino} ${size} ${mtimeMs}`;
}

async function read(path: string): Promise<Accounts> {
  return parseHtpasswd(await readFile(path, 'utf8').catch((error: unknown) => refuse(path, error)), path);
}

function refuse(path: string, error: unknown): never {
  throw new StartRefused(
    `REGISTRY_ACCESS_HTPASSWD names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    { cause: error },
  );
}
