import { parseDigest } from '@margo-registry/oci';
import { StorageError } from '@margo-registry/storage-core';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandFailed } from '../command-failed.js';

const FORMAT = 1;
const SUMMARY = 'backup.json';

/** `backup.json`: written last, so a folder that has it has a whole backup. */
export interface BackupSummary {
  readonly format: typeof FORMAT;
  /** ISO 8601. */
  readonly takenAt: string;
  /** Name of the file with the facts, and what its bytes hash to. */
  readonly factsFile: string;
  readonly factsDigest: string;
  readonly facts: number;
  readonly blobs: number;
  readonly bytes: number;
}

/** The folder of a backup: `backup.json`, the file with the facts, and `blobs/<algorithm>/<two digits>/<hex>`. */
export class BackupFiles {
  constructor(readonly directory: string) {}

  pathOf(digest: string): string {
    const [algorithm = '', hex = ''] = parseDigest(digest).split(':');
    return join(this.directory, 'blobs', algorithm, hex.slice(0, 2), hex);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** True for a blob of this size that is here; it was hashed when it came. */
  async has(digest: string, size: number): Promise<boolean> {
    const found = await stat(this.pathOf(digest)).catch(() => undefined);
    return found?.size === size;
  }

  /** Writes a file under its final name once it is whole and on disk. What `chunks` or `check` throws leaves nothing. */
  async write(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    check: () => void = () => undefined,
  ): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.part`;
    const file = await open(part, 'w');
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.datasync();
      check();
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await syncDirectory(dirname(path));
  }

  /** Makes this the backup, and removes the facts of an earlier one. */
  async conclude(summary: BackupSummary): Promise<void> {
    await this.write(this.path(SUMMARY), once(Buffer.from(`${JSON.stringify(summary, undefined, 2)}\n`)));
    for (const name of await readdir(this.directory))
      if (/^facts-.*\.ndjson(\.part)?$/.test(name) && name !== summary.factsFile) await rm(this.path(name));
  }

  /** Throws {@link CommandFailed} where there is no whole backup, or one of another version. */
  async readSummary(): Promise<BackupSummary> {
    let summary: Partial<BackupSummary> | null;
    try {
      summary = JSON.parse(await readFile(this.path(SUMMARY), 'utf8')) as Partial<BackupSummary> | null;
    } catch (cause) {
      throw new CommandFailed(
        `There is no whole backup in ${this.directory}: it needs a readable ${SUMMARY}. Name another folder, or make the backup again.`,
        { cause },
      );
    }
    if (summary?.format === FORMAT && /^facts-[\w.-]+\.ndjson$/.test(summary.factsFile ?? ''))
      return summary as BackupSummary;
    throw new CommandFailed(
      `The backup in ${this.directory} has another format (${summary?.format}); restore it with the version that made it, or a later one.`,
    );
  }

  /** The bytes of a blob; what a blob store would throw. */
  async *open(digest: string): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(this.pathOf(digest), { highWaterMark: 1024 * 1024 });
    } catch (cause) {
      const kind = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'not-found' : 'unavailable';
      const message = `The file ${this.pathOf(digest)} of the backup cannot be read.`;
      throw new StorageError(kind, message, { driver: 'backup', operation: 'open', cause });
    }
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
