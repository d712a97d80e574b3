import { ArchiveError } from './archive-error.js';
import type { ArchiveEntry, EntryType } from './archive-entry.js';
import { readPaxRecords } from './pax-records.js';
import { BLOCK, readTarHeader, readText, type TarHeader } from './tar-header.js';
import type { UnpackedBudget } from './unpacked-budget.js';

const TYPES: Readonly<Record<string, EntryType>> = {
  '': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '5': 'directory',
};
const LONG_PATH = 'L';
const LONG_TARGET = 'K';
const PAX = 'x';
const PAX_FOR_ALL = 'g';

/** What the entries before it say of the next one: names that its own header has no room for. */
type Overrides = { path?: string; target?: string; size?: number };

export function isTar(bytes: Uint8Array): boolean {
  return readTarHeader(bytes.subarray(0, BLOCK)) !== undefined;
}

/** Entries of a tar archive in its order: ustar, with the extensions of POSIX and GNU for long names. Throws `ArchiveError`. */
export function readTar(bytes: Uint8Array, budget: UnpackedBudget): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  let overrides: Overrides = {};
  let at = 0;
  while (!isEnd(bytes, at)) {
    const header = headerAt(bytes, at);
    budget.takeEntry();
    const size = overrides.size ?? header.size;
    const content = contentAt(bytes, at + BLOCK, size);
    const extension = readExtension(header, content);
    if (extension === undefined) entries.push(toEntry(header, overrides, content));
    overrides = extension === undefined ? {} : { ...overrides, ...extension };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

/** An archive ends in blocks of zeros: without one it was cut off. */
function isEnd(bytes: Uint8Array, at: number): boolean {
  return at + BLOCK <= bytes.length && bytes.subarray(at, at + BLOCK).every((byte) => byte === 0);
}

function headerAt(bytes: Uint8Array, at: number): TarHeader {
  const header = readTarHeader(bytes.subarray(at, at + BLOCK));
  if (header === undefined)
    throw new ArchiveError('broken', `The archive is cut off or damaged at byte ${at} (tar); pack it again.`);
  return header;
}

function contentAt(bytes: Uint8Array, start: number, size: number): Uint8Array {
  if (!Number.isSafeInteger(size) || size < 0 || start + size > bytes.length)
    throw new ArchiveError('broken', 'The archive is cut off or damaged (tar); pack it again.');
  return bytes.subarray(start, start + size);
}

/** Undefined for an entry of its own. */
function readExtension({ flag }: TarHeader, content: Uint8Array): Overrides | undefined {
  if (flag === LONG_PATH) return { path: readText(content, 0, content.length) };
  if (flag === LONG_TARGET) return { target: readText(content, 0, content.length) };
  if (flag === PAX_FOR_ALL) return {};
  if (flag !== PAX) return undefined;
  const records = readPaxRecords(content);
  const [path, target, size] = ['path', 'linkpath', 'size'].map((key) => records.get(key));
  return {
    ...(path === undefined ? {} : { path }),
    ...(target === undefined ? {} : { target }),
    ...(size === undefined ? {} : { size: Number(size) }),
  };
}

/** As long as a path can be where it is unpacked (POSIX.1-2017, PATH_MAX, as it is on Linux). */
const LONGEST_NAME = 4096;

function checkName(name: string): void {
  if (name.length > LONGEST_NAME)
    throw new ArchiveError('unsafe', `The archive has a name of ${name.length} characters; make it shorter.`);
}

function toEntry(header: TarHeader, overrides: Overrides, content: Uint8Array): ArchiveEntry {
  const { path, mode, target, flag } = { ...header, ...overrides };
  for (const name of [path, target]) checkName(name);
  const type = TYPES[flag] ?? 'special file';
  // Before directories had a flag, a slash at the end marked them.
  const isDirectory = type === 'file' && path.endsWith('/');
  return {
    path,
    mode,
    type: isDirectory ? 'directory' : type,
    target: type === 'symbolic link' || type === 'hard link' ? target : '',
    bytes: type === 'file' && !isDirectory ? content : new Uint8Array(),
  };
}
