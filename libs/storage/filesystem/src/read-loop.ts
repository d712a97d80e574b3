import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from '@margo-registry/storage-core';
import { FileDamaged } from './file-error.js';

const BUFFER_SIZE = 1024 * 1024;

/**
 * Yields the bytes of `range` from two buffers in turn: while the consumer works on one, the other is being read.
 * Throws the signal's reason when aborted, {@link FileDamaged} where the file ends before the range does.
 */
export async function* readLoop(
  file: FileHandle,
  range: ByteRange,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const size = Math.min(BUFFER_SIZE, range.end - range.start + 1);
  let [current, other] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let reading = readFully(file, current, range.start, range.end);
  try {
    for (let position = range.start; position <= range.end;) {
      const length = await reading;
      position += length;
      [current, other] = [other, current];
      reading = position > range.end ? Promise.resolve(0) : readFully(file, current, position, range.end);
      reading.catch(() => undefined); // reported when its turn comes
      signal?.throwIfAborted();
      yield other.subarray(0, length);
      signal?.throwIfAborted();
    }
  } finally {
    await reading.catch(() => undefined);
  }
}

async function readFully(file: FileHandle, buffer: Buffer, position: number, end: number): Promise<number> {
  const wanted = Math.min(buffer.length, end - position + 1);
  for (let got = 0; got < wanted;) {
    const { bytesRead } = await file.read(buffer, got, wanted - got, position + got);
    if (bytesRead === 0) throw new FileDamaged(`the file ends ${wanted - got} bytes too early`);
    got += bytesRead;
  }
  return wanted;
}
