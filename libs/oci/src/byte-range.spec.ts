import fc from 'fast-check';
import { formatUploadRange, parseContentRange, parseRange } from './byte-range.js';
import { thrownBy } from './testing/thrown-by.js';

const SIZE = 2048;

describe('the range of a pull', () => {
  it.each([
    ['bytes=500-1499', 500, 1499],
    ['bytes=500-', 500, 2047],
    ['bytes=-500', 1548, 2047],
    ['bytes=500-5000', 500, 2047],
    ['bytes=-5000', 0, 2047],
    ['bytes=0-0', 0, 0],
    ['bytes=2047-2047', 2047, 2047],
    ['Bytes= 0-1 ', 0, 1],
    [`bytes=0-${'9'.repeat(400)}`, 0, 2047],
  ])('%s gives the bytes %i to %i', (header, start, end) => {
    expect(parseRange(header, SIZE)).toEqual({ start, end });
  });

  it.each(['bytes=5000-10000', 'bytes=2048-', 'bytes=500-0', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    '%s cannot be satisfied',
    (header) => {
      expect(parseRange(header, SIZE)).toBe('unsatisfiable');
    },
  );

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=1',
    'bytes=1-2-3',
    'bytes=--1',
    'bytes=+1-2',
    'bytes=0x1-2',
    'bytes=0-1,3-4',
    'bytes=5000-,0-1',
    'items=0-1',
    'bytes 0-1/5',
    'bytes=1 - 2',
  ])('%p means the whole', (header) => {
    expect(parseRange(header, SIZE)).toBeUndefined();
  });

  it.each(['bytes=0-', 'bytes=-5', 'bytes=5-1'])('%s of nothing means the whole', (header) => {
    expect(parseRange(header, 0)).toBeUndefined();
  });

  it('lies within the content, whatever is asked for', () => {
    const near = fc
      .tuple(fc.option(fc.nat(20), { nil: '' }), fc.option(fc.nat(20), { nil: '' }))
      .map(([a, b]) => `bytes=${a}-${b}`);
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), fc.nat(12), (header, size) => {
        const range = parseRange(header, size);
        return (
          typeof range !== 'object' || (range.start >= 0 && range.start <= range.end && range.end < size)
        );
      }),
    );
  });
});

describe('the Content-Range of a chunk', () => {
  it.each([
    ['0-0', 0, 0],
    ['0-1023', 0, 1023],
    ['1024-2047', 1024, 2047],
    [`0-${Number.MAX_SAFE_INTEGER}`, 0, Number.MAX_SAFE_INTEGER],
  ])('%s is read', (text, start, end) => {
    expect(parseContentRange(text)).toEqual({ start, end });
  });

  it.each([
    '',
    '-',
    '0-',
    '-5',
    '5-0',
    '0-5/6',
    'bytes 0-5/6',
    'bytes=0-5',
    '0 - 5',
    ' 0-5',
    '0-5\n',
    '0x0-5',
    '1e3-2000',
    '0--1',
    '0-9007199254740992',
    '٠-٥',
  ])('%j is refused', (text) => {
    const error = thrownBy(() => parseContentRange(text));
    expect(error).toMatchObject({ reason: 'size-invalid', code: 'SIZE_INVALID', status: 400 });
    expect(error.message).toContain('0-1023');
  });

  it('throws nothing but a size error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '9', '-', ' ', 'x'), maxLength: 40 }), (text) => {
        return !/^\d+-\d+$/.test(text)
          ? thrownBy(() => parseContentRange(text)).reason === 'size-invalid'
          : true;
      }),
    );
  });
});

describe('the Range of an upload', () => {
  it.each([
    [0, '0-0'],
    [1, '0-0'],
    [1024, '0-1023'],
  ])('that holds %i bytes is %s', (size, text) => {
    expect(formatUploadRange(size)).toBe(text);
  });
});
