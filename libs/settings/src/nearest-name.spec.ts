import { didYouMean, findNearestName } from './nearest-name.js';

describe('findNearestName', () => {
  it.each([
    ['prot', 'port'],
    ['publicurl', 'publicUrl'],
    ['hots', 'host'],
    ['validaton', 'validation'],
  ])('takes %s for a misspelt %s', (name, meant) => {
    expect(findNearestName(name, ['host', 'port', 'publicUrl', 'validation'])).toBe(meant);
  });

  it('finds nothing where no candidate is near', () => {
    expect(findNearestName('collection', ['host', 'port'])).toBeUndefined();
    expect(didYouMean('collection', ['host', 'port'])).toBe('');
  });
});
