import fc from 'fast-check';
import { quote } from './quote.js';

describe('quoting foreign text', () => {
  it('never lets a control character or a line end through, and stays short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const quoted = quote(text);
        expect(quoted).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029]/);
        expect(quoted.length).toBeLessThan(700);
      }),
    );
  });

  it('leaves ordinary text readable', () => {
    expect(quote('acme/pump')).toBe('"acme/pump"');
  });

  it('cuts a long text and shows that it did', () => {
    expect(quote('a'.repeat(10_000))).toBe(`"${'a'.repeat(100)}…"`);
  });
});
