import { formatBytes, formatDuration, parseBytes, parseDuration } from './quantity.js';

describe('sizes', () => {
  it.each([
    ['0', 0],
    ['512', 512],
    ['512B', 512],
    ['32KiB', 32_768],
    ['1MiB', 1_048_576],
    ['1.5MiB', 1_572_864],
    ['10 GiB', 10_737_418_240],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each(['', 'KiB', '-1', '1kb', '1KB', '0.3', '1e3', '1MiBx', 'constructor', '99999999TiB'])(
    'refuses %j',
    (text) => {
      expect(parseBytes(text)).toBeUndefined();
    },
  );

  it('writes the largest unit that needs no fraction', () => {
    expect([0, 1000, 32_768, 1_572_864, 10_737_418_240].map(formatBytes)).toEqual([
      '0',
      '1000',
      '32KiB',
      '1536KiB',
      '10GiB',
    ]);
  });
});

describe('times', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ])('reads %s as %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '15', '0', '-1s', '1 week', '15M', '1h30m'])(
    'refuses %j, which has no unit of ours',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('writes a day as hours, because the documented defaults do', () => {
    expect([0, 500, 1500, 900_000, 86_400_000].map(formatDuration)).toEqual([
      '0s',
      '500ms',
      '1500ms',
      '15m',
      '24h',
    ]);
  });
});
