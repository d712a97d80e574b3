import { jest } from '@jest/globals';
import * as crypto from 'node:crypto';

const timingSafeEqual = jest.fn(crypto.timingSafeEqual);
jest.unstable_mockModule('node:crypto', () => ({ ...crypto, timingSafeEqual }));
const { isSameSecret } = await import('./secret.js');

describe('isSameSecret', () => {
  it.each<[string, string | undefined, boolean]>([
    ['wfm-secret', 'wfm-secret', true],
    ['wfm-secret', 'wfm-secreT', false],
    ['wfm', 'wfm-secret', false],
    ['', 'wfm-secret', false],
    ['', undefined, false],
    ['anything', undefined, false],
  ])('compares %j with %j in constant time, over texts of any length: %s', (given, expected, same) => {
    timingSafeEqual.mockClear();
    expect(isSameSecret(given, expected)).toBe(same);
    expect(timingSafeEqual).toHaveBeenCalledTimes(1);
  });
});
