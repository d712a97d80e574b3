import fc from 'fast-check';
import { nextLink, parsePage } from './page.js';
import { thrownBy } from './testing/thrown-by.js';

const limits = { defaultSize: 100, maximum: 1000 };

function page(query: string) {
  return parsePage(new URLSearchParams(query), limits);
}

describe('the parameters of a page', () => {
  it.each([
    ['', 100, undefined],
    ['n=5', 5, undefined],
    ['n=0', 0, undefined],
    ['n=007', 7, undefined],
    ['n=1000', 1000, undefined],
    ['n=1001', 1000, undefined],
    [`n=${'9'.repeat(400)}`, 1000, undefined],
    ['last=v1', 100, 'v1'],
    ['last=', 100, undefined],
    ['n=2&last=v%2B1&ns=docker.io', 2, 'v+1'],
    ['n=3&n=-1', 3, undefined],
  ])('?%s', (query, limit, after) => {
    expect(page(query)).toEqual({ limit, after });
  });

  it.each(['-1', '', 'x', '1.5', '1e2', ' 1', '+1', '0x10', '٣'])('refuse n=%j', (size) => {
    const error = thrownBy(() => parsePage(new URLSearchParams([['n', size]]), limits));
    expect(error).toMatchObject({ reason: 'page-size-invalid', code: 'UNSUPPORTED', status: 400 });
    expect(error.message).toContain('0 to 1000');
  });
});

describe('the link to the next page', () => {
  it('is relative, escaped and marked as next', () => {
    const link = nextLink('/v2/a/referrers/sha256:x', [
      ['artifactType', 'application/vnd.a+json; x="1>2"'],
      ['last', 'a b'],
    ]);
    expect(link).toBe(
      '</v2/a/referrers/sha256:x?artifactType=application%2Fvnd.a%2Bjson%3B%20x%3D%221%3E2%22&last=a%20b>; rel="next"',
    );
  });

  it('gives every parameter back and cannot be broken out of', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (parameters) => {
        const [, query = ''] =
          /^<\/v2\/\?([\x21-\x7e]*)>; rel="next"$/.exec(nextLink('/v2/', parameters)) ?? [];
        expect(query).not.toMatch(/[<>"]/);
        expect([...new URLSearchParams(query)]).toEqual(parameters);
      }),
    );
  });
});
