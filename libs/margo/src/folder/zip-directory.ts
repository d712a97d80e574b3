import { ArchiveError } from './archive-error.js';

/** What the central directory of a zip archive says of an entry (APPNOTE 6.3, 4.3.12). */
export interface ZipRecord {
  readonly path: string;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Unix mode with the type bits; 0 where the archive was not made on Unix. */
  readonly unixMode: number;
  /** Where the local header begins. */
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const RECORD_SIGNATURE = 0x02014b50;
const END_SIZE = 22;
const RECORD_SIZE = 46;
const LONGEST_COMMENT = 0xffff;
const UNIX = 3;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function broken(): ArchiveError {
  return new ArchiveError('broken', 'The archive is cut off or damaged (zip); pack it again.');
}

/** The records one after the other. Throws `ArchiveError` for a directory that is damaged or needs zip64. */
export function* readZipDirectory(bytes: Uint8Array): Generator<ZipRecord> {
  const view = viewOf(bytes);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff)
    throw new ArchiveError('too-large', 'The archive is a zip64; pack fewer and smaller files.');
  for (let index = 0; index < count; index += 1) {
    if (at + RECORD_SIZE > end || view.getUint32(at, true) !== RECORD_SIGNATURE) throw broken();
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [nameLength = 0] = lengths;
    yield readRecord(view, at, bytes.subarray(at + RECORD_SIZE, at + RECORD_SIZE + nameLength));
    at += RECORD_SIZE + lengths.reduce((sum, length) => sum + length, 0);
  }
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at -= 1)
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  throw broken();
}

function readRecord(view: DataView, at: number, name: Uint8Array): ZipRecord {
  const isUnix = view.getUint8(at + 5) === UNIX;
  return {
    path: new TextDecoder().decode(name),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    unixMode: isUnix ? view.getUint16(at + 40, true) : 0,
    offset: view.getUint32(at + 42, true),
  };
}
