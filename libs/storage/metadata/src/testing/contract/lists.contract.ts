import { aBlob, aManifest, aStoredBlob, digestOf } from '../builders.js';
import type { UseStore } from '../store-fixture.js';
import type { Page, PageRequest } from '../../queries/queries.js';

/** In byte order of UTF-8, which is neither alphabetical nor the order of UTF-16. */
const NAMES = ['A', 'B', 'Z', 'a', 'a-b', 'a.b', 'a/b', 'a0', 'a_b', 'ab', 'z'];

async function readAll(list: (page: PageRequest) => Promise<Page<string>>, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let pages = 0; pages < 100; pages += 1) {
    const { items, more } = await list({ after: found.at(-1), limit });
    found.push(...items);
    if (!more) return found;
  }
  throw new Error('The pages do not end.');
}

export function describeLists(useStore: UseStore): void {
  describe('lists', () => {
    const given = useStore();

    it('pages tags in byte order, each once, whatever the size of a page', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: [...NAMES].reverse() }));

      for (const limit of [1, 2, 3, 10, 11, 12])
        expect(await readAll((page) => given.store.queries.listTags('acme/app', page), limit)).toEqual(NAMES);
    });

    it('pages repositories in byte order, each once', async () => {
      for (const repository of [...NAMES].reverse())
        await given.store.commands.linkBlob(aBlob('x', { repository }));

      for (const limit of [1, 4, 11])
        expect(await readAll((page) => given.store.queries.listRepositories(page), limit)).toEqual(NAMES);
    });

    it('pages the repositories within ranges, and nothing beside them', async () => {
      const names = ['acme', 'acme-x', 'acme/a', 'acme/b/c', 'acme0', 'b', 'c', 'd/e', 'z'];
      for (const repository of names) await given.store.commands.linkBlob(aBlob('x', { repository }));
      const within = [{ prefix: 'acme/' }, { name: 'b' }, { name: 'nil' }, { name: 'c' }, { prefix: 'd/' }];
      const visible = ['acme/a', 'acme/b/c', 'b', 'c', 'd/e'];

      for (const limit of [1, 2, 5, 6])
        expect(await readAll((page) => given.store.queries.listRepositories(page, within), limit)).toEqual(
          visible,
        );
      const { items, more } = await given.store.queries.listRepositoryRows(
        { after: 'acme/a', limit: 2 },
        within,
      );
      expect([items.map(({ name }) => name), more]).toEqual([['acme/b/c', 'b'], true]);
      expect(await given.store.queries.listRepositories({ limit: 9 }, [])).toEqual({
        items: [],
        more: false,
      });
      expect(await given.store.queries.listRepositories({ limit: 0 }, within)).toEqual({
        items: [],
        more: true,
      });
      expect((await given.store.queries.listRepositories({ limit: 99 }, [{ prefix: '' }])).items).toEqual(
        names,
      );
    });

    it('looks up ten thousand names that may be there', async () => {
      await given.store.commands.linkBlob(aBlob('x', { repository: 'name-9999' }));
      const within = Array.from({ length: 10_000 }, (_, index) => ({
        name: `name-${String(index).padStart(4, '0')}`,
      }));

      expect((await given.store.queries.listRepositories({ limit: 9 }, within)).items).toEqual(['name-9999']);
    });

    it('sorts by the bytes of UTF-8 and not by the code units of UTF-16', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['\u{1F600}', '\uFB01'] }));

      expect((await given.store.queries.listTags('acme/app', { limit: 9 })).items).toEqual([
        '\uFB01',
        '\u{1F600}',
      ]);
    });

    it('continues behind a key that does not exist', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: NAMES }));

      expect(await given.store.queries.listTags('acme/app', { after: 'a/', limit: 2 })).toEqual({
        items: ['a/b', 'a0'],
        more: true,
      });
    });

    it('answers a page of no items with whether there are any', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));

      expect(await given.store.queries.listTags('acme/app', { limit: 0 })).toEqual({ items: [], more: true });
      expect(await given.store.queries.listTags('nowhere', { limit: 0 })).toEqual({ items: [], more: false });
    });

    it('tells how much a repository holds, a digest that is both manifest and blob once', async () => {
      await given.store.commands.linkBlob(aBlob('12345', { now: 7 }));
      await given.store.commands.linkBlob(aStoredBlob('123', 'a/1'));
      await given.store.commands.linkBlob(aBlob('both'));
      await given.store.commands.recordManifest(aManifest('both', { tags: ['v1', 'v2'] }));
      await given.store.commands.recordManifest(aManifest('12'));
      await given.store.commands.linkBlob(aBlob('x', { repository: 'other' }));

      const row = {
        name: 'acme/app',
        createdAt: new Date(7),
        tags: 2,
        manifests: 2,
        blobs: 3,
        size: 5 + 3 + 4 + 2,
      };
      expect(await given.store.queries.findRepositoryRow('acme/app')).toEqual(row);
      expect(await given.store.queries.listRepositoryRows({ limit: 1 })).toEqual({
        items: [row],
        more: true,
      });
      expect(await given.store.queries.findRepositoryRow('nowhere')).toBeUndefined();
    });
  });

  describe('listReferrers', () => {
    const given = useStore();
    const subject = digestOf('subject');
    const list = (types: string[], page: PageRequest = { limit: 10 }) =>
      given.store.queries.listReferrers('acme/app', subject, types, page);
    const texts = ['a', 'b', 'c', 'd'];
    const sorted = texts.map(digestOf).sort();

    beforeEach(async () => {
      for (const text of texts) {
        const artifactType = text === 'a' ? 'type/a' : 'type/other';
        await given.store.commands.recordManifest(
          aManifest(text, { subject, artifactType, annotations: { text } }),
        );
      }
      await given.store.commands.recordManifest(aManifest('elsewhere', { subject, repository: 'other' }));
      await given.store.commands.recordManifest(aManifest('unrelated', { subject: digestOf('another') }));
    });

    it('lists the manifests of this repository and subject in byte order, with their annotations', async () => {
      const { items, more } = await list([]);

      expect(items.map(({ digest }) => digest)).toEqual(sorted);
      expect(more).toBe(false);
      const expected = {
        digest: digestOf('a'),
        mediaType: aManifest('a').mediaType,
        artifactType: 'type/a',
        size: 1,
      };
      expect(items).toContainEqual({ ...expected, annotations: { text: 'a' } });
    });

    it('keeps only the artifact types that were asked for, without mistaking one for another', async () => {
      expect((await list(['type/a'])).items.map(({ digest }) => digest)).toEqual([digestOf('a')]);
      expect((await list(['type/a', 'type/other'])).items).toHaveLength(4);
      expect((await list(["' OR 1=1 --", 'type'])).items).toEqual([]);
    });

    it('pages by digest', async () => {
      expect((await list([], { limit: 3 })).more).toBe(true);
      expect((await list([], { limit: 3, after: sorted[2] })).items.map(({ digest }) => digest)).toEqual([
        sorted[3],
      ]);
    });
  });
}
