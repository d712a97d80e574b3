import fc from 'fast-check';
import { planJoin, sizeOfRanges, type JoinPart, type Range } from './join-plan.js';
import { MOST_PARTS, SMALLEST_PART } from './part-sizes.js';

const MEBI = 1024 * 1024;
const GIBI = 1024 * MEBI;

const rangesOf = (part: JoinPart): readonly Range[] => ('copy' in part ? [part.copy] : part.collect);
const sizeOf = (part: JoinPart): number => sizeOfRanges(rangesOf(part));

describe('planJoin', () => {
  it('copies what is large enough and reads nothing of it', () => {
    expect(planJoin([20 * MEBI, 30 * MEBI, 1])).toEqual([
      { copy: { segment: 0, start: 0, end: 20 * MEBI - 1 } },
      { copy: { segment: 1, start: 0, end: 30 * MEBI - 1 } },
      { collect: [{ segment: 2, start: 0, end: 0 }] },
    ]);
  });

  it('fills a small segment up with the beginning of the next', () => {
    expect(planJoin([MEBI, 20 * MEBI])).toEqual([
      {
        collect: [
          { segment: 0, start: 0, end: MEBI - 1 },
          { segment: 1, start: 0, end: 4 * MEBI - 1 },
        ],
      },
      { copy: { segment: 1, start: 4 * MEBI, end: 20 * MEBI - 1 } },
    ]);
  });

  it('copies a segment of 100 GiB in parts that are all large enough', () => {
    const parts = planJoin([100 * GIBI + 1]);
    expect(parts.every((part) => 'copy' in part && sizeOf(part) > 250 * MEBI)).toBe(true);
  });

  it('keeps to 10,000 parts for 40,000 small segments and for 5 TiB', () => {
    expect(planJoin(Array.from({ length: 40_000 }, () => 4 * MEBI)).length).toBeLessThanOrEqual(MOST_PARTS);
    expect(planJoin([2.5 * 1024 * GIBI, 2.5 * 1024 * GIBI]).length).toBeLessThanOrEqual(MOST_PARTS);
  });

  it('puts every byte into one part, in order, and makes no part but the last one too small', () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 12 * MEBI }),
      fc.constantFrom(SMALLEST_PART - 1, SMALLEST_PART, SMALLEST_PART + 1, 2 * SMALLEST_PART, 700 * MEBI),
    );
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 40 }), (sizes) => {
        const parts = planJoin(sizes);
        expect(positionsOf(parts.flatMap(rangesOf), sizes)).toBe(true);
        for (const part of parts.slice(0, -1)) expect(sizeOf(part)).toBeGreaterThanOrEqual(SMALLEST_PART);
        for (const part of parts) if ('collect' in part) expect(sizeOf(part)).toBeLessThan(2 * SMALLEST_PART);
      }),
    );
  });
});

/** True where the ranges run through all segments without a gap. */
function positionsOf(ranges: readonly Range[], sizes: readonly number[]): boolean {
  let [segment, start] = [0, 0];
  for (const range of ranges) {
    if (range.segment !== segment || range.start !== start || range.end < start) return false;
    start = range.end + 1;
    if (start === sizes[segment]) [segment, start] = [segment + 1, 0];
  }
  return segment === sizes.length;
}
