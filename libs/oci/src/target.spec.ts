import fc from 'fast-check';
import { parseTarget, type Target } from './target.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const name = fc.stringMatching(/^[a-z0-9]{1,4}((\.|_|__|-{1,2})[a-z0-9]{1,3}){0,2}$/);
const protocolWord = fc.constantFrom('blobs', 'manifests', 'tags', 'list', 'uploads', 'referrers', 'v2');
const repository = fc
  .array(fc.oneof(name, protocolWord), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('/'));
const tag = fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}$/);

function reasonOf(target: Target): string {
  return target.kind === 'invalid' ? target.error.reason : `valid ${target.kind}`;
}

describe('the target of a path', () => {
  it.each<[string, Target]>([
    ['/v2', { kind: 'ping' }],
    ['/v2/', { kind: 'ping' }],
    ['/v2/_catalog', { kind: 'catalog' }],
    ['/v2/a/tags/list', { kind: 'tags', repository: 'a' as never }],
    ['/v2/a/blobs/uploads', { kind: 'uploads', repository: 'a' as never }],
    ['/v2/a/blobs/uploads/', { kind: 'uploads', repository: 'a' as never }],
    ['/v2/a/blobs/uploads/x~1', { kind: 'upload', repository: 'a' as never, id: 'x~1' }],
    [`/v2/a/blobs/${DIGEST}`, { kind: 'blob', repository: 'a' as never, digest: DIGEST }],
    [`/v2/a/blobs/sha256%3A${'a'.repeat(64)}`, { kind: 'blob', repository: 'a' as never, digest: DIGEST }],
    ['/v2/a/blobs/x', { kind: 'blob', repository: 'a' as never, digest: 'x' }],
    [`/v2/a/referrers/${DIGEST}`, { kind: 'referrers', repository: 'a' as never, digest: DIGEST }],
    [
      '/v2/a/manifests/1.0',
      { kind: 'manifest', repository: 'a' as never, reference: { tag: '1.0' as never } },
    ],
    [
      `/v2/a/manifests/${DIGEST}`,
      { kind: 'manifest', repository: 'a' as never, reference: { digest: DIGEST as never } },
    ],
  ])('of %s is read', (path, target) => {
    expect(parseTarget(path)).toEqual(target);
  });

  it.each<[string, Target['kind'], string]>([
    ['/v2/a/blobs/b/manifests/x', 'manifest', 'a/blobs/b'],
    ['/v2/a/manifests/x/tags/list', 'tags', 'a/manifests/x'],
    ['/v2/a/manifests/tags/list', 'tags', 'a/manifests'],
    ['/v2/tags/list/manifests/x', 'manifest', 'tags/list'],
    ['/v2/a/blobs/uploads/blobs/uploads', 'uploads', 'a/blobs/uploads'],
    ['/v2/a/blobs/uploads/blobs/uploads/1', 'upload', 'a/blobs/uploads'],
    ['/v2/a/blobs/uploads/manifests/x', 'manifest', 'a/blobs/uploads'],
    ['/v2/a/uploads/manifests/uploads', 'manifest', 'a/uploads'],
    ['/v2/v2/manifests/x', 'manifest', 'v2'],
  ])('of %s is a %s in the repository %s, read from the right', (path, kind, repositoryName) => {
    expect(parseTarget(path)).toMatchObject({ kind, repository: repositoryName });
  });

  it.each(['sha256:abc', 'SHA256:' + 'a'.repeat(64), ':', 'a:b', '.x', 'a+b', 'x'.repeat(129)])(
    'keeps the ungrammatical reference %s, which is neither tag nor digest',
    (text) => {
      expect(parseTarget(`/v2/a/manifests/${text}`)).toMatchObject({ reference: { malformed: text } });
    },
  );

  it('never takes an encoded slash for a separator', () => {
    expect(parseTarget('/v2/a/manifests/b%2Fc')).toMatchObject({
      repository: 'a',
      reference: { malformed: 'b/c' },
    });
    expect(parseTarget('/v2/a/blobs/b%2fuploads%2f')).toMatchObject({ kind: 'blob', digest: 'b/uploads/' });
    expect(reasonOf(parseTarget('/v2/a%2Fb/manifests/x'))).toBe('name-invalid');
    expect(reasonOf(parseTarget('/v2/a%2Fmanifests%2Fx'))).toBe('route-unknown');
  });

  it('decodes once only', () => {
    expect(parseTarget('/v2/a/manifests/%2541')).toMatchObject({ reference: { malformed: '%41' } });
  });

  it.each(['%', '%zz', '%ff', '%c3%28', '%ed%a0%80'])(
    'keeps %s as it is, since it decodes to nothing',
    (text) => {
      expect(parseTarget(`/v2/a/manifests/${text}`)).toMatchObject({ reference: { malformed: text } });
      expect(parseTarget(`/v2/a/blobs/${text}`)).toMatchObject({ digest: text });
    },
  );

  it.each([
    '/v2//manifests/x',
    '/v2/a//manifests/x',
    '/v2//blobs/uploads/',
    '/v2/../manifests/x',
    '/v2/a/../b/tags/list',
    '/v2/A/blobs/x',
    '/v2/a%20b/referrers/x',
    '/v2/a\0b/manifests/x',
    '/v2/ä/manifests/x',
    '/v2/_a/tags/list',
    `/v2/${'a'.repeat(255)}/tags/list`,
  ])('of %j is refused for its name', (path) => {
    expect(reasonOf(parseTarget(path))).toBe('name-invalid');
  });

  it.each([
    '',
    '/',
    '*',
    '/v1/',
    '/v2x',
    '/v2/a',
    '/v2/a/b',
    '/v2/a/manifests',
    '/v2/a/manifests/',
    '/v2/a/blobs/',
    '/v2/a/referrers/',
    '/v2/a/tags/',
    '/v2/a/tags/lists',
    '/v2/a/tags/list/',
    '/v2/a/uploads/x',
    '/v2/ablobs/uploads/x',
    '/v2/blobs/uploads/',
    '/v2/manifests/x',
    '/v2/_catalog/',
    '/v2/_oci/ext/discover',
    '//v2/a/tags/list',
    '/V2/a/tags/list',
  ])('of %j leads nowhere', (path) => {
    expect(reasonOf(parseTarget(path))).toBe('route-unknown');
  });

  it('finds repository and tag again in every path that it can be written into', () => {
    fc.assert(
      fc.property(repository, tag, (text, reference) => {
        expect(parseTarget(`/v2/${text}/manifests/${reference}`)).toEqual({
          kind: 'manifest',
          repository: text,
          reference: { tag: reference },
        });
        expect(parseTarget(`/v2/${text}/tags/list`)).toEqual({ kind: 'tags', repository: text });
        expect(parseTarget(`/v2/${text}/blobs/uploads/${reference}`)).toMatchObject({
          kind: 'upload',
          repository: text,
        });
        expect(parseTarget(`/v2/${text}/blobs/uploads/`)).toEqual({ kind: 'uploads', repository: text });
        expect(parseTarget(`/v2/${text}/blobs/${DIGEST}`)).toEqual({
          kind: 'blob',
          repository: text,
          digest: DIGEST,
        });
      }),
    );
  });

  it('never throws, and never gives a repository that differs from the path', () => {
    const piece = fc.oneof(
      protocolWord,
      name,
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('', '..', '%2F', '%'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = `/v2/${pieces.join('/')}`;
        const target = parseTarget(path);
        return !('repository' in target) || path.startsWith(`/v2/${target.repository}/`);
      }),
      { numRuns: 2000 },
    );
  });
});
