import fc from 'fast-check';
import { isRepositoryName, parseRepositoryName } from './repository-name.js';
import { thrownBy } from './testing/thrown-by.js';

/** The pattern as the distribution specification prints it. */
const SPECIFIED = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

describe('a repository name', () => {
  it.each([
    'a',
    '0',
    'acme/pump',
    'a.b',
    'a_b',
    'a__b',
    'a-b',
    'a-----b',
    'a/blobs/b',
    'a/manifests/x',
    'tags/list',
    'uploads',
  ])('may be %s', (name) => {
    expect(isRepositoryName(name)).toBe(true);
    expect(parseRepositoryName(name)).toBe(name);
  });

  it.each([
    ['', 'is empty'],
    ['/a', 'begins with "/"'],
    ['a/', 'ends with a separator'],
    ['a-', 'ends with a separator'],
    ['a//b', '"/" at position 3 right behind another separator'],
    ['a..b', '"." at position 3'],
    ['../a', 'begins with "."'],
    ['a/./b', '"." at position 3'],
    ['a___b', '"_" at position 4'],
    ['a._b', '"_" at position 3'],
    ['a-_b', '"_" at position 3'],
    ['a_-b', '"-" at position 3'],
    ['_catalog', 'begins with "_"'],
    ['Acme/pump', 'upper-case letter "A" at position 1'],
    ['a%2Fb', 'character "%" at position 2'],
    ['a b', 'character " " at position 2'],
    ['a\0b', 'character "\\u0000" at position 2'],
    ['pümpe', 'character "ü" at position 2'],
    ['a😀', 'character "😀" at position 2'],
    ['a\\b', 'character "\\\\" at position 2'],
    ['a:b', 'character ":" at position 2'],
  ])('may not be %j, and the refusal says why', (name, why) => {
    expect(isRepositoryName(name)).toBe(false);
    const error = thrownBy(() => parseRepositoryName(name));
    expect(error).toMatchObject({ reason: 'name-invalid', status: 400 });
    expect(error.message).toContain(why);
  });

  it('leaves room for the host and a slash within 255 characters', () => {
    const host = 'registry.example:5000'.length;
    expect(parseRepositoryName('a'.repeat(254 - host), host)).toHaveLength(254 - host);
    const error = thrownBy(() => parseRepositoryName('a'.repeat(255 - host), host));
    expect(error.message).toContain(`at most ${254 - host}`);
    expect(isRepositoryName('a'.repeat(254))).toBe(true);
    expect(isRepositoryName('a'.repeat(255))).toBe(false);
  });

  it('does not repeat a hostile name at full length', () => {
    expect(thrownBy(() => parseRepositoryName('é'.repeat(10_000))).message.length).toBeLessThan(300);
  });

  it('agrees with the pattern of the specification on every text', () => {
    const near = fc.string({
      unit: fc.constantFrom('a', '0', '.', '_', '-', '/', 'A', '%', 'é'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.oneof(near, fc.string({ maxLength: 40 })),
        (text) => isRepositoryName(text) === SPECIFIED.test(text),
      ),
      { numRuns: 3000 },
    );
  });

  it('throws nothing but a name error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        return isRepositoryName(text) || thrownBy(() => parseRepositoryName(text)).reason === 'name-invalid';
      }),
    );
  });
});
