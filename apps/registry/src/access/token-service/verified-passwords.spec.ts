import { jest } from '@jest/globals';
import * as crypto from 'node:crypto';

const timingSafeEqual = jest.fn(crypto.timingSafeEqual);
jest.unstable_mockModule('node:crypto', () => ({ ...crypto, timingSafeEqual }));
const { VerifiedPasswords } = await import('./verified-passwords.js');
const { LocalAccounts } = await import('./local-accounts.js');

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

describe('fingerprints of passwords', () => {
  it('are compared in constant time', async () => {
    const source = { current: () => Promise.resolve(new Map([['alice', 'hash']])) };
    const accounts = new LocalAccounts(source, { check: () => Promise.resolve(false) });
    const right = (await accounts.findFingerprint('alice'))!;
    timingSafeEqual.mockClear();
    expect(await accounts.hasFingerprint('alice', 'x'.repeat(right.length))).toBe(false);
    expect(timingSafeEqual).toHaveBeenCalledTimes(1);
  });
});
