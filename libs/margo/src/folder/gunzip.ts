import { Gunzip } from 'fflate';
import { ArchiveError } from './archive-error.js';
import { crc32 } from './crc32.js';
import type { UnpackedBudget } from './unpacked-budget.js';

/** So little at once that what one step unpacks to stays small too. */
const STEP = 16 * 1024;
const MAGIC = [0x1f, 0x8b] as const;

export function isGzip(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

/** Unpacks step by step, so that a bomb is left where it passes the budget. Throws `ArchiveError`. */
export function gunzip(bytes: Uint8Array, budget: UnpackedBudget): Uint8Array {
  const chunks: Uint8Array[] = [];
  let member = 0;
  const stream = new Gunzip((chunk) => {
    budget.takeBytes(chunk.length);
    chunks.push(Uint8Array.from(chunk));
  });
  stream.onmember = () => (member = chunks.length);
  try {
    for (let at = 0; at < bytes.length; at += STEP)
      stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch (error) {
    throw error instanceof ArchiveError ? error : broken();
  }
  checkTrailer(bytes, join(chunks.slice(member)));
  return join(chunks);
}

/** Checksum and size of the last member (RFC 1952 2.3.1): a file that was cut off has neither. */
function checkTrailer(bytes: Uint8Array, content: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = bytes.length - 8;
  const isWhole =
    at >= 0 && view.getUint32(at, true) === crc32(content) && view.getUint32(at + 4, true) === content.length;
  if (!isWhole) throw broken();
}

function broken(): ArchiveError {
  return new ArchiveError('broken', 'The archive is cut off or damaged (gzip); pack it again.');
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
