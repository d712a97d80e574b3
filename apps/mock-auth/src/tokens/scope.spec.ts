import { coversScope } from './scope-cover.js';
import { formatScopes, parseScopes, type Scope } from './scope.js';

const one = (text: string): Scope => parseScopes([text])[0] as Scope;

describe('scopes', () => {
  it('are split at spaces in every text, and doubles are merged', () => {
    const texts = ['repository:a:pull  repository:b:push,pull', 'repository:a:pull', '', 'fleet:read'];
    expect(formatScopes(parseScopes(texts))).toBe('repository:a:pull repository:b:push,pull fleet:read');
  });

  it.each([
    ['repository:a/b:pull,push', { type: 'repository', name: 'a/b', actions: ['pull', 'push'] }],
    ['repository(plugin):a/b:pull', { type: 'repository', name: 'a/b', actions: ['pull'] }],
    [
      'repository:host.example:5000/a/b:pull',
      { type: 'repository', name: 'host.example:5000/a/b', actions: ['pull'] },
    ],
    ['repository:acme/*:*', { type: 'repository', name: 'acme/*', actions: ['*'] }],
    ['registry:catalog:*', { type: 'registry', name: 'catalog', actions: ['*'] }],
  ])('%s is read', (text, expected) => expect(one(text)).toMatchObject(expected));

  it.each([
    'repository:a',
    'repository::pull',
    'repository:a:',
    'repository:A:pull',
    'repository:a/../b:pull',
    'registry:other:*',
    'repository:a:Pull',
    'a"b',
  ])('%s is refused', (text) => expect(() => parseScopes([text])).toThrow(/scope/i));

  it.each([
    ['repository:acme/*:pull,push', 'repository:acme/pump:pull', true],
    ['repository:acme/*:pull', 'repository:acme/pump:push', false],
    ['repository:acme/*:pull', 'repository:acme/pump:*', false],
    ['repository:acme/*:*', 'repository:acme/pump:*', true],
    ['repository:acme/pump:pull', 'repository:acme/*:pull', false],
    ['repository:*:pull', 'registry:catalog:*', false],
    ['fleet:read', 'fleet:read', true],
    ['fleet:read', 'fleet:write', false],
  ])('%s covers %s: %s', (granted, other, expected) =>
    expect(coversScope(one(granted), one(other))).toBe(expected),
  );
});
