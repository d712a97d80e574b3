import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, digestOf } from '../builders.js';
import { count, type UseStore } from '../store-fixture.js';

const REPOSITORY = 'acme/app';

export function describeCollectManifest(useStore: UseStore): void {
  describe('collecting a manifest', () => {
    const given = useStore();
    const collect = (text: string, before = 200) =>
      given.store.commands.collectManifest({
        repository: REPOSITORY,
        digest: digestOf(text),
        before,
        now: 300,
      });
    const candidates = async (before = 200) =>
      (await given.store.queries.listManifestCandidates({ before, limit: 100 })).items.map(
        ({ digest }) => digest,
      );

    it('takes one that has been without a tag, and its links begin their grace time', async () => {
      await given.store.commands.linkBlob(aBlob('layer', { now: 100 }));
      await given.store.commands.recordManifest(
        aManifest('m', { references: [aReference('layer')], now: 100 }),
      );

      expect(await candidates()).toEqual([digestOf('m')]);
      expect(await collect('m')).toEqual({ outcome: 'collected', bytes: 1 });
      expect((await given.store.queries.findBlob(REPOSITORY, digestOf('layer')))?.touchedAt).toBe(300);
    });

    it('counts from the moment when the last tag left', async () => {
      const { commands } = given.store;
      await commands.recordManifest(aManifest('moved', { tags: ['a'], now: 100 }));
      await commands.recordManifest(aManifest('deleted', { tags: ['b'], now: 100 }));
      await commands.recordManifest(aManifest('winner', { tags: ['a'], now: 200 }));
      await commands.deleteTag({ repository: REPOSITORY, tag: 'b', now: 200 });

      expect(await candidates()).toEqual([]);
      expect(await collect('moved')).toEqual({ outcome: 'kept' });
      expect(await collect('deleted')).toEqual({ outcome: 'kept' });
      expect(await collect('winner', 999)).toEqual({ outcome: 'kept' });
      expect(await collect('moved', 201)).toMatchObject({ outcome: 'collected' });
      expect(await collect('deleted', 201)).toMatchObject({ outcome: 'collected' });
    });

    it('leaves a child until its index is gone for as long', async () => {
      const { commands } = given.store;
      await commands.recordManifest(aManifest('child', { now: 100 }));
      const references = [aReference('child', { kind: 'manifest' })];
      await commands.recordManifest(aManifest('index', { references, tags: ['t'], now: 100 }));

      expect(await candidates()).toEqual([]);
      expect(await collect('child')).toEqual({ outcome: 'kept' });
      await commands.deleteManifest({ repository: REPOSITORY, digest: digestOf('index'), now: 200 });
      expect(await collect('child')).toEqual({ outcome: 'kept' });
      expect(await collect('child', 201)).toMatchObject({ outcome: 'collected' });
    });

    it('leaves a child that its index waits for without a key, and gives it to that index', async () => {
      const { commands } = given.store;
      await commands.recordManifest(aManifest('child', { now: 100 }));
      const references = [aReference('child', { kind: 'manifest' })];
      await commands.recordManifest(aManifest('index', { references, tags: ['t'], now: 100 }));
      await given.beside.run(sql`UPDATE manifest_refs SET child = NULL`);

      expect(await candidates()).toEqual([]);
      expect(await collect('child')).toEqual({ outcome: 'kept' });
      expect(await count(given, sql`SELECT 1 FROM manifest_refs WHERE child = ${digestOf('child')}`)).toBe(1);
    });

    it('leaves a referrer until its subject is gone for as long', async () => {
      const { commands } = given.store;
      await commands.recordManifest(aManifest('subject', { tags: ['t'], now: 100 }));
      await commands.recordManifest(aManifest('referrer', { subject: digestOf('subject'), now: 100 }));

      expect(await candidates()).toEqual([]);
      expect(await collect('referrer')).toEqual({ outcome: 'kept' });
      await commands.deleteManifest({ repository: REPOSITORY, digest: digestOf('subject'), now: 200 });
      expect(await collect('referrer')).toEqual({ outcome: 'kept' });
      expect(await collect('referrer', 201)).toMatchObject({ outcome: 'collected' });
    });
  });
}
