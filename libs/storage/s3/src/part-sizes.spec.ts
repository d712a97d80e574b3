import { partSizesFor, sizeOfPart } from './part-sizes.js';

const MEBI = 1024 * 1024;
const TEBI = 1024 * 1024 * MEBI;

describe('the sizes of parts', () => {
  it('stay the same for the first thousand and double with each further one', () => {
    const sizes = partSizesFor(16 * MEBI, 256 * MEBI);
    const numbers = [1, 1000, 1001, 2000, 2001, 3001, 4001, 10_000];
    expect(numbers.map((number) => sizeOfPart(number, sizes) / MEBI)).toEqual([
      16, 16, 32, 32, 64, 128, 128, 128,
    ]);
  });

  it('let an object of 10,000 parts hold nearly 1 TiB with the usual memory', () => {
    const sizes = partSizesFor(16 * MEBI, 256 * MEBI);
    let total = 0;
    for (let number = 1; number <= sizes.mostParts; number += 1) total += sizeOfPart(number, sizes);
    expect(total / TEBI).toBeCloseTo(0.96, 2);
  });

  it('never exceed half of the memory, but for the first size', () => {
    expect(sizeOfPart(9999, partSizesFor(16 * MEBI, 64 * MEBI))).toBe(32 * MEBI);
    expect(sizeOfPart(9999, partSizesFor(16 * MEBI, 16 * MEBI))).toBe(16 * MEBI);
  });
});
