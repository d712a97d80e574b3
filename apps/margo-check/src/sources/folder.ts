import type { FolderFile } from '@margo-registry/margo';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckFailed } from '../check-failed.js';

const MOST_FILES = 1000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Never part of a package, and large. */
const LEFT_ALONE = new Set(['.git', 'node_modules']);

/** The files of a folder, in the order of their paths. Throws `CheckFailed` for links and for more than a package has. */
export async function readFolder(folder: string): Promise<FolderFile[]> {
  const paths = await listFiles(folder, '');
  const files: FolderFile[] = [];
  let bytes = 0;
  for (const path of paths.sort()) {
    bytes += (await stat(join(folder, path))).size;
    if (bytes > MOST_BYTES)
      throw new CheckFailed(
        `${folder} has more than ${MOST_BYTES} bytes; name the folder of the package alone.`,
      );
    files.push({ path, bytes: await readFile(join(folder, path)) });
  }
  return files;
}

async function listFiles(folder: string, under: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, under), { withFileTypes: true })) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory() && !LEFT_ALONE.has(entry.name)) paths.push(...(await listFiles(folder, path)));
    if (entry.isSymbolicLink())
      throw new CheckFailed(`${join(folder, path)} is a link; put the file itself there.`);
    if (entry.isFile()) paths.push(path);
    if (paths.length > MOST_FILES)
      throw new CheckFailed(
        `${folder} has more than ${MOST_FILES} files; name the folder of the package alone.`,
      );
  }
  return paths;
}
