import { Gunzip } from 'fflate';
import { ArchiveError } from './archive-error.js';
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
  const stream = new Gunzip((chunk) => {
    budget.takeBytes(chunk.length);
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < bytes.length; at += STEP)
      stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('broken', 'The archive is cut off or damaged (gzip); pack it again.');
  }
  return join(chunks);
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
