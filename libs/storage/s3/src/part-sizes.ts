const MEBI = 1024 * 1024;

/** What S3 asks of the parts of an object. */
export const SMALLEST_PART = 5 * MEBI;
export const MOST_PARTS = 10_000;

const PARTS_OF_ONE_SIZE = 1_000;
const LARGEST_GROWN_PART = 128 * MEBI;

export interface PartSizes {
  /** Bytes of the first parts. */
  readonly first: number;
  /** Bytes that no part exceeds. */
  readonly largest: number;
  /** Parts of an object at most. */
  readonly mostParts: number;
}

/** Two of the largest parts fit into the budget: one is filled while the other is sent. */
export function partSizesFor(first: number, budget: number): PartSizes {
  const largest = Math.max(first, Math.min(LARGEST_GROWN_PART, Math.floor(budget / 2)));
  return { first, largest, mostParts: MOST_PARTS };
}

/** Bytes of part `number` (from 1): the first size, doubled with each thousand of parts. */
export function sizeOfPart(number: number, { first, largest }: PartSizes): number {
  return Math.min(first * 2 ** Math.floor((number - 1) / PARTS_OF_ONE_SIZE), largest);
}
