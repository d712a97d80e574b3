import { compareBytes } from '@margo-registry/oci';
import fc from 'fast-check';
import semver from 'semver';
import { isPrerelease, versionSortKey } from './version-sort-key.js';

const RUNS = Number(process.env.MARGO_FUZZ_RUNS ?? 1000);

const number = fc.oneof(
  fc.integer({ min: 0, max: 30 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
);
const identifier = fc.oneof(
  number.map(String),
  fc.stringMatching(/^[0-9A-Za-z-]*[A-Za-z-][0-9A-Za-z-]*$/).filter((text) => text !== ''),
  fc.constantFrom('alpha', 'beta', 'rc', 'rc-1', 'rc1', '-', 'A'),
);
const version = fc
  .tuple(number, number, number, fc.array(identifier, { maxLength: 4 }))
  .map(
    ([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}`,
  )
  .filter((text) => semver.valid(text) === text);

function compareKeys(a: string, b: string): number {
  return Math.sign(compareBytes(versionSortKey(a), versionSortKey(b)));
}

describe('the sort key of a version', () => {
  it('orders by bytes as SemVer orders', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareKeys(a, b)).toBe(semver.compare(a, b));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['1.0.0-alpha', '1.0.0-alpha.1'],
    ['1.0.0-alpha.1', '1.0.0-alpha.beta'],
    ['1.0.0-beta.2', '1.0.0-beta.11'],
    ['1.0.0-rc.1', '1.0.0'],
    ['1.9.0', '1.10.0'],
    ['1.0', '1.0.1'],
    ['v1.9.9', '2.0.0-rc.1'],
    ['summer', '0.0.0-0'],
  ])('puts %s before %s', (older, newer) => {
    expect(compareKeys(older, newer)).toBe(-1);
  });

  it.each([
    ['1.0.0+a', '1.0.0+b'],
    ['v1.2.3', '1.2.3'],
    ['1.2', '1.2.0'],
  ])('sees no order between %s and %s', (a, b) => {
    expect(compareKeys(a, b)).toBe(0);
  });
});

describe('a pre-release', () => {
  it.each(['1.0.0-rc.1', '1.0.0-0+build', 'v2.0.0-beta'])('is %s', (text) => {
    expect(isPrerelease(text)).toBe(true);
  });

  it.each(['1.0.0', '1.0.0+rc.1', '1.0', 'summer-edition'])('is not %s', (text) => {
    expect(isPrerelease(text)).toBe(false);
  });
});
