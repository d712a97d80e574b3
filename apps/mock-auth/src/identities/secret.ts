import { createHash, timingSafeEqual } from 'node:crypto';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time; digests make the two equally long. Without an expected secret it is never right. */
export function isSameSecret(given: string, expected: string | undefined): boolean {
  const same = timingSafeEqual(digestOf(given), digestOf(expected ?? ''));
  return same && expected !== undefined;
}
