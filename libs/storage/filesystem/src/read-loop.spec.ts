import type { FileHandle } from 'node:fs/promises';
import { bytesOf } from '@margo-registry/storage-core/testing';
import { FileDamaged } from './file-error.js';
import { readLoop } from './read-loop.js';

const MEBI = 1024 * 1024;

describe('readLoop', () => {
  it('reads on where the system gives fewer bytes than asked', async () => {
    const bytes = bytesOf(3 * MEBI);
    const { file } = aFile(bytes, 99_991);
    expect((await allOf(file, 5, bytes.length - 1)).equals(bytes.subarray(5))).toBe(true);
  });

  it('reads the next chunk while the consumer works on one, and no further', async () => {
    const { file, asked } = aFile(bytesOf(4 * MEBI));
    const chunks = readLoop(file, { start: 0, end: 4 * MEBI - 1 });
    await chunks.next();
    expect(asked()).toEqual([0, MEBI]);
    await chunks.next();
    expect(asked()).toEqual([0, MEBI, 2 * MEBI]);
    await chunks.return(undefined);
  });

  it('uses two buffers in turn, no larger than the range', async () => {
    const { file } = aFile(bytesOf(6 * MEBI));
    const memory = new Set<ArrayBufferLike>();
    for await (const chunk of readLoop(file, { start: 0, end: 6 * MEBI - 1 })) memory.add(chunk.buffer);
    expect(memory.size).toBe(2);
    for await (const chunk of readLoop(file, { start: 0, end: 9 })) expect(chunk.buffer.byteLength).toBe(10);
  });

  it('waits for the read under way when the consumer breaks off, so that the file can be closed', async () => {
    const { file, underWay } = aFile(bytesOf(4 * MEBI));
    for await (const _ of readLoop(file, { start: 0, end: 4 * MEBI - 1 })) break;
    expect(underWay()).toBe(0);
  });

  it('throws where the file ends before the range does', async () => {
    const { file } = aFile(bytesOf(2 * MEBI));
    await expect(allOf(file, 0, 2 * MEBI)).rejects.toThrow(FileDamaged);
  });
});

/** A file in memory whose reads take a moment and give at most `atMost` bytes. */
function aFile(bytes: Buffer, atMost = Infinity) {
  const positions: number[] = [];
  let underWay = 0;
  const read = async (buffer: Buffer, offset: number, length: number, position: number) => {
    positions.push(position);
    underWay += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    underWay -= 1;
    const end = Math.min(position + Math.min(length, atMost), bytes.length);
    return { bytesRead: bytes.copy(buffer, offset, position, end), buffer };
  };
  return { file: { read } as unknown as FileHandle, asked: () => positions, underWay: () => underWay };
}

async function allOf(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readLoop(file, { start, end })) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
