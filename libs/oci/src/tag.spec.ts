import fc from 'fast-check';
import { isTag, parseTag } from './tag.js';
import { thrownBy } from './testing/thrown-by.js';

describe('a tag', () => {
  it.each(['latest', '1.0.0', '_x', 'V2', 'a..b', 'a-_.', 'x'.repeat(128)])('may be %s', (text) => {
    expect(isTag(text)).toBe(true);
    expect(parseTag(text)).toBe(text);
  });

  it.each([
    ['', 'is empty'],
    ['.INVALID_MANIFEST_NAME', 'begins with a separator'],
    ['-x', 'begins with a separator'],
    ['x'.repeat(129), 'has 129 characters'],
    ['a/b', 'has the character "/"'],
    ['a:b', 'has the character ":"'],
    ['1.0.0+build', 'has the character "+"'],
    ['a\0', 'has the character "\\u0000"'],
    ['a\n', 'has the character "\\n"'],
    ['é', 'has the character "é"'],
    ['😀', 'has the character "😀"'],
  ])('may not be %j, and the refusal says why', (text, why) => {
    expect(isTag(text)).toBe(false);
    const error = thrownBy(() => parseTag(text));
    expect(error).toMatchObject({ reason: 'tag-invalid', code: 'MANIFEST_INVALID', status: 400 });
    expect(error.message).toContain(why);
  });

  it('throws nothing but a tag error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        return isTag(text) || thrownBy(() => parseTag(text)).reason === 'tag-invalid';
      }),
    );
  });
});
