import { createHash } from 'node:crypto';

/** Bytes that look random and are the same for the same seed and size, so no compression hides a fault. */
export function someBytes(seed: string, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let made = 0; made < size; made += 64) {
    blocks.push(createHash('sha512').update(`${seed} ${made}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}
