import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from '../builders.js';
import { count, listDoomed, type UseStore } from '../store-fixture.js';

const REPOSITORY = 'acme/app';
const EMPTY = digestOf('{}');

export function describeCollectLink(useStore: UseStore): void {
  describe('collecting a link', () => {
    const given = useStore();
    const collect = (text: string, before = 200) =>
      given.store.commands.collectLink({ repository: REPOSITORY, digest: digestOf(text), before, now: 300 });
    const candidates = async (before = 200) =>
      (await given.store.queries.listLinkCandidates({ before, limit: 100 })).items.map(
        ({ digest }) => digest,
      );

    it('takes one that no manifest refers to and nobody touched, with its blob, and dooms the location', async () => {
      await given.store.commands.linkBlob(aStoredBlob('idle', 'a/1', { now: 100 }));

      expect(await candidates()).toEqual([digestOf('idle')]);
      expect(await collect('idle')).toEqual({ outcome: 'collected', bytes: 4 });
      expect(await given.store.queries.findBlob(REPOSITORY, digestOf('idle'))).toBeUndefined();
      expect(await listDoomed(given)).toEqual(['a/1']);
      expect(await collect('idle')).toEqual({ outcome: 'kept' });
    });

    it('leaves the blob while another repository links it', async () => {
      await given.store.commands.linkBlob(aStoredBlob('shared', 'a/1', { now: 100 }));
      await given.store.commands.mountBlob({ repository: 'other', digest: digestOf('shared'), now: 250 });

      expect(await collect('shared')).toEqual({ outcome: 'collected', bytes: 0 });
      expect(await given.store.queries.findBlob('other', digestOf('shared'))).toBeDefined();
      expect(await listDoomed(given)).toEqual([]);
    });

    it('leaves one that a manifest refers to, however old', async () => {
      await given.store.commands.linkBlob(aBlob('layer', { now: 100 }));
      await given.store.commands.recordManifest(
        aManifest('m', { references: [aReference('layer')], now: 100 }),
      );

      expect(await candidates()).toEqual([]);
      expect(await collect('layer')).toEqual({ outcome: 'kept' });
    });

    it('leaves one that a manifest waits for without its key, and gives it to that manifest', async () => {
      await given.store.commands.linkBlob(aBlob('layer', { now: 100 }));
      await given.store.commands.recordManifest(
        aManifest('m', { references: [aReference('layer')], now: 100 }),
      );
      await given.beside.run(sql`UPDATE manifest_refs SET blob = NULL`);

      expect(await candidates()).toEqual([]);
      expect(await collect('layer')).toEqual({ outcome: 'kept' });
      expect(await count(given, sql`SELECT 1 FROM manifest_refs WHERE blob = ${digestOf('layer')}`)).toBe(1);
    });

    it('leaves one that was touched by a push, a mount, a question, or the end of its manifest', async () => {
      const { commands } = given.store;
      for (const text of ['pushed', 'mounted', 'asked', 'released'])
        await commands.linkBlob(aBlob(text, { now: 100 }));
      await commands.recordManifest(aManifest('m', { references: [aReference('released')], now: 100 }));
      await commands.linkBlob(aBlob('pushed', { now: 200 }));
      await commands.mountBlob({ repository: REPOSITORY, digest: digestOf('mounted'), now: 200 });
      await commands.touchLink({ repository: REPOSITORY, digest: digestOf('asked'), now: 200 });
      await commands.deleteManifest({ repository: REPOSITORY, digest: digestOf('m'), now: 200 });

      expect(await candidates()).toEqual([]);
      for (const text of ['pushed', 'mounted', 'asked', 'released'])
        expect(await collect(text)).toEqual({ outcome: 'kept' });
      expect(await candidates(201)).toHaveLength(4);
    });

    it('never takes the bytes of {}', async () => {
      await given.store.commands.linkBlob(aBlob('{}', { now: 100 }));

      expect(await candidates()).toEqual([]);
      expect(
        await given.store.commands.collectLink({ repository: REPOSITORY, digest: EMPTY, before: 200 }),
      ).toEqual({ outcome: 'kept' });
      expect(await given.store.commands.collectBlob({ digest: EMPTY, before: 200 })).toEqual({
        outcome: 'kept',
      });
    });

    it('is offered page by page, each row once', async () => {
      for (let index = 0; index < 5; index += 1)
        await given.store.commands.linkBlob(aBlob(`b${index}`, { repository: `r${index % 2}`, now: 100 }));
      const seen: string[] = [];
      let pages = 0;
      for (let after, isLast = false; !isLast && pages < 10; pages += 1) {
        const page = await given.store.queries.listLinkCandidates({ after, before: 200, limit: 2 });
        seen.push(...page.items.map(({ digest }) => digest));
        after = page.next;
        isLast = after === undefined;
      }

      expect(pages).toBe(3);
      expect(seen.sort()).toEqual([0, 1, 2, 3, 4].map((index) => digestOf(`b${index}`)).sort());
    });
  });

  describe('collecting a blob', () => {
    const given = useStore();
    const collect = () => given.store.commands.collectBlob({ digest: digestOf('b'), before: 200, now: 300 });

    it('takes one that no repository links, and no other', async () => {
      await given.store.commands.linkBlob(aStoredBlob('b', 'a/1', { now: 100 }));
      const candidates = () => given.store.queries.listBlobCandidates({ before: 200, limit: 10 });

      expect([await candidates(), await collect()]).toEqual([{ items: [] }, { outcome: 'kept' }]);
      await given.beside.run(sql`DELETE FROM repository_blobs`);
      expect(await candidates()).toEqual({ items: [{ digest: digestOf('b'), size: 1 }] });
      expect(await collect()).toEqual({ outcome: 'collected', bytes: 1 });
      expect(await listDoomed(given)).toEqual(['a/1']);
    });
  });
}
