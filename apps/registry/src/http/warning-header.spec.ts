import { warningHeader } from './warning-header.js';

describe('the Warning header [WARN-01]', () => {
  it('has code 299, no agent and no date', () => {
    expect(warningHeader(['quote the version'])).toEqual(['299 - "quote the version"']);
  });

  it('escapes quotes and backslashes and has no character beyond printable ASCII', () => {
    expect(warningHeader(['a "b" \\ c\nü'])).toEqual(['299 - "a \\"b\\" \\\\ c??"']);
  });

  it('stays within 4096 bytes for all sentences together and never ends in half an escape', () => {
    for (const length of [4085, 4086, 4087, 5000]) {
      const values = warningHeader(['"'.repeat(length), 'b'.repeat(length)]);
      expect(values.join('').length).toBeLessThanOrEqual(4096);
      for (const value of values) expect(value).toMatch(/^299 - "(?:[^"\\]|\\.)*"$/);
    }
  });
});
