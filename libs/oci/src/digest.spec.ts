import fc from 'fast-check';
import {
  EMPTY_BLOB_DIGEST,
  EMPTY_JSON_DIGEST,
  digestAlgorithm,
  findDigestFault,
  isDigest,
  parseDigest,
  referrersFallbackTag,
} from './digest.js';
import { isTag } from './tag.js';
import { digestOf } from './testing/a-descriptor.js';
import { thrownBy } from './testing/thrown-by.js';

const SHA256 = `sha256:${'a'.repeat(64)}`;
const SHA512 = `sha512:${'0'.repeat(128)}`;

describe('a digest', () => {
  it.each([SHA256, SHA512])('may be %s', (text) => {
    expect(isDigest(text)).toBe(true);
    expect(parseDigest(text)).toBe(text);
  });

  it.each([
    ['', 'not of the form'],
    ['latest', 'not of the form'],
    ['sha256:', 'not of the form'],
    [':abc', 'not of the form'],
    ['SHA256:' + 'a'.repeat(64), 'not of the form'],
    ['sha256:a:b', 'not of the form'],
    ['sha256:../../etc', 'not of the form'],
    [`${SHA256}\n`, 'not of the form'],
    [`sha256:${'a'.repeat(63)}`, 'has 63 digits; sha256 has 64'],
    [`sha512:${'a'.repeat(64)}`, 'has 64 digits; sha512 has 128'],
    [`sha256:${'A'.repeat(64)}`, 'upper-case'],
    [`sha256:${'g'.repeat(64)}`, 'no hexadecimal digits'],
    ['sha256:baddigeststring', 'has 15 digits'],
    [`blake3:${'a'.repeat(64)}`, 'unknown algorithm'],
    [`constructor:${'a'.repeat(64)}`, 'unknown algorithm'],
  ])('may not be %j, and the refusal says why', (text, why) => {
    expect(isDigest(text)).toBe(false);
    const error = thrownBy(() => parseDigest(text));
    expect(error).toMatchObject({ reason: 'digest-invalid', code: 'DIGEST_INVALID', status: 400 });
    expect(error.message).toContain(why);
  });

  it('knows its algorithm', () => {
    expect(digestAlgorithm(parseDigest(SHA256))).toBe('sha256');
    expect(digestAlgorithm(parseDigest(SHA512))).toBe('sha512');
  });

  it('of the empty object and of no bytes at all are what hashing yields', () => {
    expect(EMPTY_JSON_DIGEST).toBe(digestOf('{}'));
    expect(EMPTY_BLOB_DIGEST).toBe(digestOf(''));
  });

  it('throws nothing but a digest error, whatever the text', () => {
    const near = fc
      .tuple(fc.constantFrom('sha256:', 'sha512:', 'md5:', ''), fc.string({ unit: 'binary' }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        near,
        (text) => isDigest(text) || thrownBy(() => parseDigest(text)).reason === 'digest-invalid',
      ),
    );
  });

  it.each([
    `blake3:${'a'.repeat(64)}`,
    'multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8',
    'sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564',
  ])('of another algorithm breaks no grammar: %s', (text) => expect(findDigestFault(text)).toBeUndefined());
});

describe('the fallback tag of referrers', () => {
  it.each([
    [SHA256, `sha256-${'a'.repeat(64)}`],
    [SHA512, `sha512-${'0'.repeat(64)}`],
    [
      'test+algorithm+using+algorithm+separators+and+lots+of+characters:a=b_c-d',
      'test-algorithm-using-algorithm-s-a-b_c-d',
    ],
  ])('of %s is %s', (digest, tag) => {
    expect(referrersFallbackTag(digest)).toBe(tag);
  });

  it('is a tag for every well-formed digest', () => {
    const algorithm = fc.stringMatching(/^[a-z0-9]+([+._-][a-z0-9]+){0,20}$/);
    const encoded = fc.stringMatching(/^[a-zA-Z0-9=_-]{1,200}$/);
    fc.assert(
      fc.property(algorithm, encoded, (left, right) => isTag(referrersFallbackTag(`${left}:${right}`))),
    );
  });
});
