import { actionsOn, coversPattern } from './right.js';
import { coversSpiffeId } from './workload.js';

describe('patterns of repositories', () => {
  it.each([
    ['*', 'acme/pump', true],
    ['acme/*', 'acme/pump', true],
    ['acme/*', 'acme/deep/pump', true],
    ['acme/*', 'acme/deep/*', true],
    ['acme/*', 'acme', false],
    ['acme/*', 'acmes/pump', false],
    ['acme/*', '*', false],
    ['acme/deep/*', 'acme/*', false],
    ['acme/pump', 'acme/pump', true],
    ['acme/pump', 'acme/pump/x', false],
  ])('%s over %s: %s', (pattern, name, expected) => expect(coversPattern(pattern, name)).toBe(expected));

  it('unite what several rights allow', () => {
    const rights = [
      { repository: 'acme/*', actions: ['push'] },
      { repository: '*', actions: ['pull'] },
    ];
    expect(actionsOn(rights, 'acme/pump')).toEqual(['pull', 'push']);
    expect(actionsOn(rights, 'other/pump')).toEqual(['pull']);
    expect(actionsOn([{ repository: '*', actions: ['*'] }], 'a')).toEqual(['*', 'delete', 'pull', 'push']);
    expect(actionsOn([], 'a')).toEqual([]);
  });
});

describe('patterns of SPIFFE ids', () => {
  it.each([
    ['*', 'spiffe://a/b', true],
    ['spiffe://a/b/*', 'spiffe://a/b/c', true],
    ['spiffe://a/b/*', 'spiffe://a/b', false],
    ['spiffe://a/b/*', 'spiffe://a/bc', false],
    ['spiffe://a/*', 'spiffe://ab/c', false],
  ])('%s over %s: %s', (pattern, id, expected) => expect(coversSpiffeId(pattern, id)).toBe(expected));
});
