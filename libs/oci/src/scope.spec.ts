import { formatScopes, parseScopes } from './scope.js';
import { thrownBy } from './testing/thrown-by.js';

describe('scopes of the Docker token protocol', () => {
  it('are read from repeated parameters and from several in one', () => {
    expect(parseScopes(['repository:a:pull repository:b/c:push,pull', 'registry:catalog:*'])).toEqual([
      { type: 'repository', name: 'a', actions: ['pull'] },
      { type: 'repository', name: 'b/c', actions: ['push', 'pull'] },
      { type: 'registry', name: 'catalog', actions: ['*'] },
    ]);
  });

  it('become one entry for each resource, with each action once', () => {
    expect(parseScopes(['repository:a:pull', 'repository:a:pull,push'])).toEqual([
      { type: 'repository', name: 'a', actions: ['pull', 'push'] },
    ]);
  });

  it('take a name with a colon, and a class of the type', () => {
    expect(parseScopes(['repository(plugin):host:5000/a:pull'])).toEqual([
      { type: 'repository', name: 'host:5000/a', actions: ['pull'] },
    ]);
  });

  it('leave out what is of another type or says nothing', () => {
    for (const nothing of ['', '  ', 'a', 'repository', 'repository:a', 'repository::pull', ':a:pull'])
      expect(parseScopes([nothing])).toEqual([]);
    expect(parseScopes(['openid profile user:a:read repository:a: repository:a:,'])).toEqual([]);
    expect(parseScopes([])).toEqual([]);
  });

  it('are refused beyond a number and a length whose token would not fit into a header', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `repository:r${index}:pull`);
    for (const parameters of [many, [many.join(' ')], [`repository:${'a'.repeat(7000)}:pull`]]) {
      const error = thrownBy(() => parseScopes(parameters));
      expect(error).toMatchObject({ reason: 'request-invalid', message: expect.stringContaining('50') });
    }
  });

  it('are written as they are read', () => {
    const text = 'repository:a:pull,push registry:catalog:*';
    expect(formatScopes(parseScopes([text]))).toBe(text);
    expect(formatScopes([])).toBe('');
  });
});
