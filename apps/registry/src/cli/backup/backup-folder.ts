import { mkdir, readdir } from 'node:fs/promises';
import { CommandFailed } from '../command-failed.js';

/** What a backup puts into its folder. */
const OWN = /^(backup\.json(\.part)?|facts-[\w.-]+\.ndjson(\.part)?|blobs)$/;

/** Makes the folder where it is absent. Throws {@link CommandFailed} where it cannot be, or holds what is of no backup. */
export async function prepareFolder(directory: string): Promise<void> {
  const names = await sayingWhy(directory, async () => {
    await mkdir(directory, { recursive: true });
    return readdir(directory);
  });
  const stranger =
    names.find((name) => !OWN.test(name)) ?? (names.length === 1 && names[0] === 'blobs' && 'blobs');
  if (stranger === false) return;
  throw new CommandFailed(
    `The folder ${directory} holds what is of no backup (${stranger}); name an empty folder, or that of an earlier backup.`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room',
  EDQUOT: 'the quota is used up; make room',
  EACCES: 'it may not be written; give the right to, or name another folder',
  EPERM: 'it may not be written; give the right to, or name another folder',
  EROFS: 'the file system is read-only; name another folder',
  EEXIST: 'it is a file; name another folder',
  ENOTDIR: 'a part of its path is a file; name another folder',
  EIO: 'the disk cannot be read or written; name a folder on another one',
};

/** What `work` resolves with. Throws {@link CommandFailed} with the remedy where the file system refuses. */
export async function sayingWhy<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = REASONS[(cause as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw cause;
    throw new CommandFailed(
      `The backup cannot be written to ${directory}: ${reason}, and run it again. An earlier backup there is still whole.`,
      { cause },
    );
  }
}
