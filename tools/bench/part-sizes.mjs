// What an object store holds: MinIO keeps each part of an object as a file of its own, `part.<number>`.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MEBIBYTE = 2 ** 20;
const PART = /(^|\/)part\.\d+$/;

/** How many parts there are of each size, in MiB, the largest first. @param {string} folder of a bucket */
export function countParts(folder) {
  const counts = new Map();
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!PART.test(name)) continue;
    // A checksum stands before each mebibyte.
    const size = Math.round(statSync(join(folder, name)).size / MEBIBYTE);
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => b - a);
}
