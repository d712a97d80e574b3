import { MOST_PARTS, SMALLEST_PART } from './part-sizes.js';

const MEBI = 1024 * 1024;

/** Bytes of one segment, inclusive. */
export interface Range {
  readonly segment: number;
  readonly start: number;
  readonly end: number;
}

/** One part of a joined object: copied inside the service, or read and sent again because it would be too small. */
export type JoinPart = { readonly copy: Range } | { readonly collect: readonly Range[] };

const LARGEST_COPY = 256 * MEBI;

/**
 * Parts that join segments of `sizes` bytes: whole segments are copied, small neighbours are collected until they make
 * a part, with the beginning of the next segment where they do not suffice. Only the last part may be small.
 */
export function planJoin(sizes: readonly number[]): JoinPart[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const largestCopy = Math.max(LARGEST_COPY, Math.ceil(total / (MOST_PARTS / 2)));
  for (let smallest = SMALLEST_PART; ; smallest *= 2) {
    const parts = partsOf(sizes, smallest, largestCopy);
    if (parts.length <= MOST_PARTS) return parts;
  }
}

export function sizeOfRanges(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
}

function partsOf(sizes: readonly number[], smallest: number, largestCopy: number): JoinPart[] {
  const parts: JoinPart[] = [];
  let collected: Range[] = [];
  sizes.forEach((size, segment) => {
    let start = 0;
    if (collected.length > 0 || size < smallest) {
      start = collectable(size, smallest - sizeOfRanges(collected), smallest);
      if (start > 0) collected.push({ segment, start: 0, end: start - 1 });
      if (sizeOfRanges(collected) < smallest) return;
      parts.push({ collect: collected });
      collected = [];
    }
    parts.push(...copiesOf(segment, start, size, largestCopy));
  });
  if (collected.length > 0) parts.push({ collect: collected });
  return parts;
}

/** Bytes to take from a segment that should give `wanted`: all of it where the rest would be too small to be copied. */
function collectable(size: number, wanted: number, smallest: number): number {
  return size - wanted < smallest ? size : wanted;
}

/** Equal copies, so that none is too small. */
function copiesOf(segment: number, from: number, size: number, largestCopy: number): JoinPart[] {
  const count = Math.ceil((size - from) / largestCopy);
  return Array.from({ length: count }, (_, index) => {
    const at = (number: number) => from + Math.floor(((size - from) * number) / count);
    return { copy: { segment, start: at(index), end: at(index + 1) - 1 } };
  });
}
