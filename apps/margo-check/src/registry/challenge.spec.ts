import { parseChallenge } from './challenge.js';
import { parseReference } from './reference.js';

describe('a challenge', () => {
  it('is read with quoted and bare values', () => {
    const challenge = parseChallenge(
      'Bearer realm="https://auth.example.com/token?a=b,c",service=registry, scope="repository:a/b:pull,push"',
    );
    expect(challenge?.scheme).toBe('bearer');
    expect(Object.fromEntries(challenge?.parameters ?? [])).toEqual({
      realm: 'https://auth.example.com/token?a=b,c',
      service: 'registry',
      scope: 'repository:a/b:pull,push',
    });
  });

  it.each([[null], [''], ['"']])('is none in %j', (header) => {
    expect(parseChallenge(header)).toBeUndefined();
  });
});

describe('a reference', () => {
  it.each([
    ['registry.example.com/acme/hello', ['registry.example.com', 'acme/hello', undefined]],
    ['oci://localhost:5000/hello:1.0.0', ['localhost:5000', 'hello', '1.0.0']],
    ['localhost/hello:latest', ['localhost', 'hello', 'latest']],
    ['[::1]:5000/a/b:1', ['[::1]:5000', 'a/b', '1']],
  ])('is read from %s', (text, [host, repository, tag]) => {
    expect(parseReference(text)).toEqual({ host, repository, tag, digest: undefined });
  });

  it('may have a tag and a digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(parseReference(`example.com/a:1@${digest}`)).toMatchObject({ tag: '1', digest });
  });

  it.each([
    ['hello'],
    ['acme/hello:1.0.0'],
    ['example.com/Hello'],
    ['example.com/a:-1'],
    ['example.com/a@sha256:12'],
    ['https://example.com/a'],
    ['user:secret@example.com/a'],
  ])('is refused: %s', (text) => {
    expect(() => parseReference(text)).toThrow(/./);
  });
});
