import { constants } from 'node:fs';
import type { BlobFiles } from './blob-files.js';
import { fileError, ignoring } from './file-error.js';
import type { FileFunctions } from './file-functions.js';
import type { Layout } from './layout.js';

/** The file that says whose store this is. */
export class StoreMark {
  #learned: string | undefined;

  constructor(
    private readonly files: FileFunctions,
    private readonly layout: Layout,
    private readonly blobFiles: BlobFiles,
  ) {}

  /** Writes `storeId` where no mark stands; a link to a whole file can be made by one caller only. */
  async claim(storeId: string): Promise<string> {
    if ((await this.#find()) === undefined) {
      const publish = (path: string) => this.files.link(path, this.layout.storeId).catch(ignoring('EEXIST'));
      await this.blobFiles.writeTemporary([Buffer.from(storeId)], publish);
    }
    await this.blobFiles.syncRoot();
    this.#learned = await this.#find();
    return this.#learned as string;
  }

  /** Throws `unavailable` where the mark that this process learned is gone: the directory is then not mounted. */
  async check(operation: string): Promise<void> {
    if (this.#learned === undefined || (await this.#find()) === this.#learned) return;
    const sentence = 'the mark of this store is gone from its directory; is the right volume mounted?';
    throw fileError('unavailable', { operation }, sentence);
  }

  async #find(): Promise<string | undefined> {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
    const file = await this.files.open(this.layout.storeId, flags).catch(ignoring('ENOENT'));
    try {
      return await file?.readFile('utf8');
    } finally {
      await file?.close();
    }
  }
}
