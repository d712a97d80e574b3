import fc from 'fast-check';
import { compareBytes } from './byte-order.js';

describe('byte order', () => {
  it.each([
    ['', 'a'],
    ['a', 'aa'],
    ['A', 'a'],
    ['Z', '_'],
    ['a-b', 'a.b'],
    ['a.b', 'a/b'],
    ['z', 'é'],
    ['\uff5e', '\u{1f600}'],
  ])('puts %j before %j', (smaller, larger) => {
    expect(compareBytes(smaller, larger)).toBeLessThan(0);
    expect(compareBytes(larger, smaller)).toBeGreaterThan(0);
    expect(compareBytes(larger, larger)).toBe(0);
  });

  it('is the order of the UTF-8 bytes of all texts', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        text,
        text,
        (a, b) => Math.sign(compareBytes(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b)),
      ),
      { numRuns: 3000 },
    );
  });
});
