import { findNameFault } from './name-scan.js';

/** Stands for a text and counts how often a character is read. */
function countReads(text: string): { readonly text: string; reads: number } {
  const counter = { reads: 0, text: '' };
  const counted = {
    length: text.length,
    charCodeAt: (index: number) => (counter.reads++, text.charCodeAt(index)),
  };
  counter.text = counted as unknown as string;
  return counter;
}

describe('the scan of names', () => {
  it.each([
    ['a valid name', 'a'.repeat(100_000)],
    ['a fault at the end', 'a-'.repeat(50_000)],
    ['dashes without end', `a${'-'.repeat(100_000)}`],
    ['a wrong last character', `${'a'.repeat(100_000)}!`],
    ['nested separators', `${'a.b__c/'.repeat(10_000)}!`],
  ])('reads no character twice, given %s', (_title, text) => {
    const counter = countReads(text);
    findNameFault(counter.text);
    expect(counter.reads).toBeLessThanOrEqual(text.length);
  });

  it('stops at the first fault', () => {
    const counter = countReads(`A${'a'.repeat(1000)}`);
    expect(findNameFault(counter.text)).toBe(0);
    expect(counter.reads).toBe(1);
  });
});
