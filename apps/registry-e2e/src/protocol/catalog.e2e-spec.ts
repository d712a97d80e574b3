import { pushBlob } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

/** In byte order: `-` and `/` come before digits, `_` behind them. */
const NAMES = ['a', 'a-b', 'a/b', 'a/c', 'a0', 'a_b', 'ab', 'b'];

describe('the catalogue', () => {
  const shared = shareRegistry();
  const names = async (path: string) =>
    ((await shared.client.get(path)).json as { repositories: string[] }).repositories;

  beforeAll(async () => {
    expect((await shared.client.get('/v2/_catalog')).text).toBe('{"repositories":[]}');
    for (const name of [...NAMES].reverse()) await pushBlob(shared.client, name, '{}');
  });

  it('lists every repository in byte order, as JSON [CAT-01]', async () => {
    const answer = await shared.client.get('/v2/_catalog');
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/json']);
    expect(answer.json).toEqual({ repositories: NAMES });
    expect((await shared.client.head('/v2/_catalog')).header('content-length')).toBe(`${answer.body.length}`);
  });

  it('pages by n and last, with a relative Link while something follows [CAT-01]', async () => {
    const first = await shared.client.get('/v2/_catalog?n=3');
    expect((first.json as { repositories: string[] }).repositories).toEqual(NAMES.slice(0, 3));
    expect(first.nextPage).toBe('/v2/_catalog?n=3&last=a%2Fb');
    expect(await names(first.nextPage!)).toEqual(NAMES.slice(3, 6));
    expect((await shared.client.get(`/v2/_catalog?n=${NAMES.length}`)).header('link')).toBeUndefined();
    expect(await names('/v2/_catalog?last=a/bb')).toEqual(NAMES.slice(3));
    expect(await names('/v2/_catalog?n=0')).toEqual([]);
  });

  it('takes any large n and refuses one that is no number [CAT-03]', async () => {
    expect(await names('/v2/_catalog?n=1000000')).toEqual(NAMES);
    for (const n of ['-1', 'abc', '1e3', ''])
      expectRefusal(await shared.client.get(`/v2/_catalog?n=${n}`), 'page-size-invalid');
  });

  it('is no list of extensions: their discovery answers 404 in JSON [CAT-04]', async () => {
    expectRefusal(await shared.client.get('/v2/_oci/ext/discover'), 'route-unknown');
  });
});
