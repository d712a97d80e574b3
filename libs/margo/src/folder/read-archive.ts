import { findFault } from '../package/title-rules.js';
import { quoted } from '../path.js';
import { ArchiveError } from './archive-error.js';
import { PACKAGE_ARCHIVE_LIMITS, type ArchiveEntry, type ArchiveLimits } from './archive-entry.js';
import type { FolderFile } from './folder-file.js';
import { gunzip, isGzip } from './gunzip.js';
import { isTar, readTar } from './tar-reader.js';
import { UnpackedBudget } from './unpacked-budget.js';
import { isZip, readZip } from './zip-reader.js';

/** What desktops leave in archives beside the files. */
const LITTER = /^__MACOSX\/|(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db)$/;

/**
 * The files of a zip, tar or gzipped tar archive, by paths from the folder that was packed: one folder round everything is
 * not part of them.
 *
 * @throws ArchiveError for what is no archive, broken, too large, or has links, unsafe or repeated names
 */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits = PACKAGE_ARCHIVE_LIMITS): FolderFile[] {
  const files = readEntries(bytes, limits)
    .map((entry) => ({ ...entry, path: entry.path.replace(/^(?:\.\/+)+/, '') }))
    .filter(({ path, type }) => type !== 'directory' && !LITTER.test(path));
  const seen = new Set<string>();
  for (const file of files) checkEntry(file, seen);
  const top = topFolder(files.map(({ path }) => path));
  return files.map(({ path, bytes: content }) => ({ path: path.slice(top.length), bytes: content }));
}

/** The entries as they are written, safe or not. Throws `ArchiveError` where the archive cannot be read within the limits. */
export function readEntries(bytes: Uint8Array, limits: ArchiveLimits): ArchiveEntry[] {
  const budget = new UnpackedBudget(limits, bytes.length);
  if (isZip(bytes)) return readZip(bytes, budget);
  const isPacked = isGzip(bytes);
  if (!isPacked) budget.takeBytes(bytes.length);
  const tar = isPacked ? gunzip(bytes, budget) : bytes;
  if (isTar(tar)) return readTar(tar, budget);
  const what = isPacked ? 'The gzip file holds no tar archive' : 'This is no archive';
  throw new ArchiveError('unknown-format', `${what}; send the folder as zip, tar or gzipped tar.`);
}

/** Unpacks gzip to at most so many bytes. Throws `ArchiveError`. */
export type Unpack = (bytes: Uint8Array, most: number) => Promise<Uint8Array>;

/**
 * The entries of a gzipped tar, and of nothing else. Throws as {@link readEntries}.
 *
 * @param unpack where that is better done elsewhere than in this thread
 */
export async function readGzippedTar(
  bytes: Uint8Array,
  limits: ArchiveLimits,
  unpack?: Unpack,
): Promise<ArchiveEntry[]> {
  const budget = new UnpackedBudget(limits, bytes.length);
  const tar = unpack === undefined ? gunzip(bytes, budget) : await unpack(bytes, budget.mostBytes);
  if (isTar(tar)) return readTar(tar, budget);
  throw new ArchiveError('unknown-format', 'The gzip file holds no tar archive; pack it with tar -czf.');
}

function checkEntry({ path, type }: ArchiveEntry, seen: Set<string>): void {
  const name = `The entry ${quoted(path)}`;
  if (type !== 'file') throw new ArchiveError('unsafe', `${name} is a ${type}; pack the file itself.`);
  const fault = findFault(path);
  if (fault !== undefined) throw new ArchiveError('unsafe', `${name} ${fault}.`);
  if (seen.has(path)) throw new ArchiveError('unsafe', `${name} is there twice; pack the folder again.`);
  seen.add(path);
}

/** The folder that holds every file, with its slash; empty where there is none. */
function topFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  const top = first.slice(0, first.indexOf('/') + 1);
  return paths.every((path) => path.startsWith(top)) ? top : '';
}
