import { matchesEntityTag, parseEntityTags } from './entity-tag.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;

describe('entity tags', () => {
  it.each([
    ['"a"', ['a']],
    ['W/"a"', ['a']],
    ['a', ['a']],
    ['"a", W/"b",c ,"d"', ['a', 'b', 'c', 'd']],
    ['"a,b"', ['a,b']],
    ['""', ['']],
    ['*', ['*']],
    ['', []],
    [' , ,', []],
    ['"open', ['open']],
  ])('of %s are read', (header, tags) => {
    expect(parseEntityTags(header)).toEqual(tags);
  });

  it.each([`"${DIGEST}"`, DIGEST, `W/"${DIGEST}"`, `"${OTHER}", "${DIGEST}"`, '*', ' * '])(
    'match in %s',
    (header) => {
      expect(matchesEntityTag(header, DIGEST)).toBe(true);
    },
  );

  it.each(['', `"${OTHER}"`, '"*"', `"${DIGEST}x"`, `"${DIGEST.toUpperCase()}"`, `"x${DIGEST}"`])(
    'do not match in %s',
    (header) => {
      expect(matchesEntityTag(header, DIGEST)).toBe(false);
    },
  );
});
