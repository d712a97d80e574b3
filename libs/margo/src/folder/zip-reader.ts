import { inflateSync } from 'fflate';
import { ArchiveError } from './archive-error.js';
import type { ArchiveEntry, EntryType } from './archive-entry.js';
import { crc32 } from './crc32.js';
import type { UnpackedBudget } from './unpacked-budget.js';
import { broken, readZipDirectory, viewOf, type ZipRecord } from './zip-directory.js';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const TYPE_BITS = 0o170000;
const LINK_BITS = 0o120000;
const FILE_BITS = 0o100000;
const DIRECTORY_BITS = 0o040000;

export function isZip(bytes: Uint8Array): boolean {
  const start = bytes.length >= 4 ? viewOf(bytes).getUint32(0, true) : 0;
  return start === LOCAL_SIGNATURE || start === 0x06054b50;
}

/** Entries of a zip archive in the order of its directory. Throws `ArchiveError`. */
export function readZip(bytes: Uint8Array, budget: UnpackedBudget): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  for (const record of readZipDirectory(bytes)) {
    budget.takeEntry();
    budget.takeBytes(record.size);
    entries.push(toEntry(record, unpack(bytes, record)));
  }
  return entries;
}

function toEntry({ path, unixMode }: ZipRecord, content: Uint8Array): ArchiveEntry {
  const type = typeOf(path, unixMode);
  return {
    path,
    type,
    mode: unixMode & 0o7777,
    target: type === 'symbolic link' ? new TextDecoder().decode(content) : '',
    bytes: type === 'file' ? content : new Uint8Array(),
  };
}

function typeOf(path: string, unixMode: number): EntryType {
  const bits = unixMode & TYPE_BITS;
  if (bits === LINK_BITS) return 'symbolic link';
  if (bits === DIRECTORY_BITS || path.endsWith('/')) return 'directory';
  return bits === 0 || bits === FILE_BITS ? 'file' : 'special file';
}

function unpack(bytes: Uint8Array, record: ZipRecord): Uint8Array {
  if (record.flags & ENCRYPTED)
    throw new ArchiveError('broken', 'The archive is encrypted; pack it without a password.');
  const content = decompress(packedContent(bytes, record), record);
  if (content.length !== record.size || crc32(content) !== record.checksum) throw broken();
  return content;
}

function packedContent(bytes: Uint8Array, { offset, packedSize }: ZipRecord): Uint8Array {
  const view = viewOf(bytes);
  if (offset + LOCAL_SIZE > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) throw broken();
  const start = offset + LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > bytes.length) throw broken();
  return bytes.subarray(start, start + packedSize);
}

/** The output has the size that was declared: content that would be larger ends there, and its checksum tells. */
function decompress(packed: Uint8Array, { method, size }: ZipRecord): Uint8Array {
  if (method === STORED) return packed;
  if (method !== DEFLATED)
    throw new ArchiveError(
      'broken',
      `The archive has a compression of number ${method}; pack it with deflate.`,
    );
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw broken();
  }
}
