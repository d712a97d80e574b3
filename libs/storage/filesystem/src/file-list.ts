import { join } from 'node:path';
import type { BlobLocation, StoredBlob } from '@margo-registry/storage-core';
import { ignoring } from './file-error.js';
import type { FileFunctions } from './file-functions.js';
import type { Layout } from './layout.js';

/** Every file of a location behind `after`, in byte order; one directory in memory at a time. */
export async function* listFiles(
  files: FileFunctions,
  layout: Layout,
  after: BlobLocation,
): AsyncGenerator<StoredBlob> {
  for (const directory of await namesIn(files, layout.root, 'directory')) {
    if (!layout.isDirectory(directory) || directory < after.slice(0, directory.length)) continue;
    for (const location of await namesIn(files, join(layout.root, directory), 'file')) {
      if (!layout.isLocationIn(directory, location) || location <= after) continue;
      const blob = await findFile(files, layout, location);
      if (blob !== undefined) yield blob;
    }
  }
}

/** The file of `location`, or `undefined` where nothing, or no file, stands there. */
export async function findFile(
  files: FileFunctions,
  layout: Layout,
  location: BlobLocation,
): Promise<StoredBlob | undefined> {
  const place = layout.findPlace(location);
  const stats = place && (await files.lstat(place.path).catch(ignoring('ENOENT')));
  return stats?.isFile() ? { location, size: stats.size, modifiedAt: stats.mtime } : undefined;
}

/** Symbolic links count as neither kind. */
async function namesIn(files: FileFunctions, path: string, kind: 'file' | 'directory'): Promise<string[]> {
  const entries = (await files.readdir(path, { withFileTypes: true }).catch(ignoring('ENOENT'))) ?? [];
  return entries
    .filter((entry) => (kind === 'file' ? entry.isFile() : entry.isDirectory()))
    .map((entry) => entry.name)
    .sort();
}
