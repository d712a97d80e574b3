import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aStoredBlob, digestOf } from '../../testing/builders.js';
import { useStore } from '../../testing/temporary-store.js';
import { ProvenCache } from './proven-cache.js';

describe('ProvenCache', () => {
  let version = 1;
  let truth: string | undefined = 'one';
  let loads = 0;
  const source = {
    load: async () => {
      loads += 1;
      return truth;
    },
    isSame: async (known: string) => known === truth,
  };
  const cacheOf = (maxBytes: number) =>
    new ProvenCache<string>(
      () => version,
      (answer) => answer.length,
      maxBytes,
    );

  beforeEach(() => {
    version = 1;
    truth = 'one';
    loads = 0;
  });

  it('asks once while nothing was committed', async () => {
    const cache = cacheOf(100);

    expect([await cache.find('k', source), await cache.find('k', source)]).toEqual(['one', 'one']);
    expect(loads).toBe(1);
  });

  it('only compares after a commit, and loads again what has changed', async () => {
    const cache = cacheOf(100);
    await cache.find('k', source);
    version = 2;
    expect(await cache.find('k', source)).toBe('one');
    expect(loads).toBe(1);

    [version, truth] = [3, 'two'];
    expect(await cache.find('k', source)).toBe('two');
    expect(loads).toBe(2);
  });

  it('does not remember what is absent', async () => {
    const cache = cacheOf(100);
    truth = undefined;
    expect(await cache.find('k', source)).toBeUndefined();

    truth = 'one';
    expect(await cache.find('k', source)).toBe('one');
  });

  it('does not believe an answer that was read while a commit came in between', async () => {
    const cache = cacheOf(100);
    await cache.find('k', { ...source, load: async () => ((version = 2), 'stale') });
    truth = 'fresh';

    expect(await cache.find('k', source)).toBe('fresh');
  });

  it('lets the longest unused answer go when it is full', async () => {
    const cache = cacheOf(8);
    await cache.find('a', source);
    await cache.find('b', source);
    await cache.find('a', source);
    await cache.find('c', source);
    expect(loads).toBe(3);

    await cache.find('a', source);
    expect(loads).toBe(3);
    await cache.find('b', source);
    expect(loads).toBe(4);
  });

  it('does not keep what is larger than itself', async () => {
    const cache = cacheOf(2);
    await cache.find('k', source);
    await cache.find('k', source);

    expect(loads).toBe(2);
  });

  it('does not put an answer back that another caller has replaced meanwhile, and so keeps to its limit', async () => {
    const cache = cacheOf(20);
    truth = 'a long one';
    await cache.find('a', source);
    let confirm: (isSame: boolean) => void = () => undefined;
    version = 2;
    const slow = cache.find('a', { ...source, isSame: () => new Promise((resolve) => (confirm = resolve)) });
    [version, truth] = [3, 'x'];
    expect(await cache.find('a', source)).toBe('x');
    confirm(true);
    await slow;
    expect(await cache.find('a', source)).toBe('x');

    for (const key of 'bcdefghijk') await cache.find(key, source);
    const before = loads;
    await cache.find('a', source);
    expect(loads).toBe(before + 1);
  });
});

describe('cached pulls', () => {
  const given = useStore();
  const findByTag = () => given.store.queries.findManifest('acme/app', { tag: 'v1' });

  it('see a moved tag as soon as the move is acknowledged', async () => {
    for (let round = 0; round < 50; round += 1) {
      await given.store.commands.recordManifest(aManifest(`m${round}`, { tags: ['v1'] }));
      expect(await findByTag()).toMatchObject({ digest: digestOf(`m${round}`) });
      expect(await findByTag()).toMatchObject({ payload: Buffer.from(`m${round}`) });
    }
  });

  it('see the commits of any other connection from the next turn of the event loop on', async () => {
    await given.store.commands.recordManifest(aManifest('one', { tags: ['v1'] }));
    await given.store.commands.recordManifest(aManifest('two'));
    for (const text of ['two', 'one', 'two', 'one']) {
      await findByTag();
      given.beside.run(sql`UPDATE tags SET manifest_digest = ${digestOf(text)}`);
      await nextTurn();
      expect(await findByTag()).toMatchObject({ digest: digestOf(text), payload: Buffer.from(text) });
    }
  });

  it('see that something is gone', async () => {
    await given.store.commands.linkBlob(aBlob('blob'));
    await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));
    await Promise.all([findByTag(), given.store.queries.findBlob('acme/app', digestOf('blob'))]);
    await given.store.commands.deleteManifest({ repository: 'acme/app', digest: digestOf('m') });
    await given.store.commands.unlinkBlob({ repository: 'acme/app', digest: digestOf('blob') });

    expect(await findByTag()).toBeUndefined();
    expect(await given.store.queries.findManifest('acme/app', { digest: digestOf('m') })).toBeUndefined();
    expect(await given.store.queries.findBlob('acme/app', digestOf('blob'))).toBeUndefined();
  });

  it('see that bytes were damaged and that they came back elsewhere', async () => {
    const find = () => given.store.queries.findBlob('acme/app', digestOf('blob'));
    await given.store.commands.linkBlob(aStoredBlob('blob', 'a/1'));
    expect(await find()).toMatchObject({ location: 'a/1' });
    await given.store.commands.markBlobDamaged({ digest: digestOf('blob'), location: 'a/1' });
    expect(await find()).toBeUndefined();
    await given.store.commands.linkBlob(aStoredBlob('blob', 'a/2'));

    expect(await find()).toMatchObject({ location: 'a/2' });
  });

  it('see another media type of the same digest after it was deleted and pushed again', async () => {
    await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));
    await findByTag();
    await given.store.commands.deleteManifest({ repository: 'acme/app', digest: digestOf('m') });
    await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'], mediaType: 'other/type' }));

    expect(await findByTag()).toMatchObject({ mediaType: 'other/type' });
  });

  it('share their bytes instead of copying them', async () => {
    await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));
    const [first, second] = [await findByTag(), await findByTag()];

    expect(second!.payload).toBe(first!.payload);
  });

  it('do not mix tags, digests and repositories up', async () => {
    await given.store.commands.recordManifest(aManifest('m', { repository: 'a', tags: ['b'] }));
    await given.store.commands.recordManifest(aManifest('n', { repository: 'a/b', tags: ['c'] }));

    expect(await given.store.queries.findManifest('a', { tag: 'b' })).toMatchObject({
      digest: digestOf('m'),
    });
    expect(await given.store.queries.findManifest('a/b', { tag: 'c' })).toMatchObject({
      digest: digestOf('n'),
    });
    expect(await given.store.queries.findManifest('a', { tag: 'c' })).toBeUndefined();
    expect(await given.store.queries.findManifest('a/b', { digest: digestOf('m') })).toBeUndefined();
  });
});
