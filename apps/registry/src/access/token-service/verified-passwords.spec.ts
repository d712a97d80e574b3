import { jest } from '@jest/globals';
import * as crypto from 'node:crypto';

const timingSafeEqual = jest.fn(crypto.timingSafeEqual);
jest.unstable_mockModule('node:crypto', () => ({ ...crypto, timingSafeEqual }));
const { VerifiedPasswords } = await import('./verified-passwords.js');

describe('passwords that were right a moment ago', () => {
  it('are known again for the same account and hash, and for nothing else', () => {
    const passwords = new VerifiedPasswords();
    passwords.remember('alice', 'secret', 'hash-1');
    expect(passwords.has('alice', 'secret', 'hash-1')).toBe(true);
    expect(passwords.has('alice', 'Secret', 'hash-1')).toBe(false);
    expect(passwords.has('alice', 'secret', 'hash-2')).toBe(false);
    expect(passwords.has('bob', 'secret', 'hash-1')).toBe(false);
  });

  it('are compared in constant time', () => {
    const passwords = new VerifiedPasswords();
    passwords.remember('alice', 'secret', 'hash');
    timingSafeEqual.mockClear();
    passwords.has('alice', 'wrong', 'hash');
    expect(timingSafeEqual).toHaveBeenCalledTimes(1);
  });
});
