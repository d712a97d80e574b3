import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, digestOf } from '../builders.js';
import { count, type UseStore } from '../store-fixture.js';

export function describeDeleteManifest(useStore: UseStore): void {
  describe('deleteManifest', () => {
    const given = useStore();
    const remove = (text: string, repository = 'acme/app') =>
      given.store.commands.deleteManifest({ repository, digest: digestOf(text) });

    it('takes the tags along: none outlives its manifest', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['v1', 'v2'] }));
      await given.store.commands.recordManifest(aManifest('other', { tags: ['v3'] }));

      expect(await remove('m')).toEqual({ outcome: 'deleted' });
      expect(await given.store.queries.findManifest('acme/app', { tag: 'v1' })).toBeUndefined();
      expect(await given.store.queries.listTags('acme/app', { limit: 10 })).toEqual({
        items: ['v3'],
        more: false,
      });
    });

    it('lets go of the blobs, whose grace time begins then', async () => {
      await given.store.commands.linkBlob(aBlob('layer', { now: 1 }));
      await given.store.commands.recordManifest(
        aManifest('m', { references: [aReference('layer')], now: 2 }),
      );
      await given.store.commands.deleteManifest({ repository: 'acme/app', digest: digestOf('m'), now: 3 });

      expect(await given.beside.all(sql`SELECT touched_at FROM repository_blobs`)).toEqual([
        { touched_at: 3 },
      ]);
      expect(await count(given, sql`SELECT digest FROM manifest_refs`)).toBe(0);
      expect(
        await given.store.commands.unlinkBlob({ repository: 'acme/app', digest: digestOf('layer') }),
      ).toEqual({ outcome: 'unlinked' });
    });

    it('refuses while an index holds the manifest, and names that index', async () => {
      await given.store.commands.recordManifest(aManifest('child'));
      await given.store.commands.recordManifest(
        aManifest('index', { references: [aReference('child', { kind: 'manifest' })] }),
      );

      expect(await remove('child')).toEqual({ outcome: 'in-use', manifest: digestOf('index') });
      expect(await remove('index')).toEqual({ outcome: 'deleted' });
      expect(await remove('child')).toEqual({ outcome: 'deleted' });
    });

    it('keeps the referrers of a subject that goes', async () => {
      await given.store.commands.recordManifest(aManifest('subject'));
      await given.store.commands.recordManifest(aManifest('signature', { subject: digestOf('subject') }));
      await remove('subject');

      const referrers = await given.store.queries.listReferrers('acme/app', digestOf('subject'), [], {
        limit: 10,
      });
      expect(referrers.items).toMatchObject([{ digest: digestOf('signature') }]);
    });

    it('tells an absent manifest from an absent repository', async () => {
      await given.store.commands.recordManifest(aManifest('m'));

      expect(await remove('?')).toEqual({ outcome: 'absent' });
      expect(await remove('m', 'nowhere')).toEqual({ outcome: 'repository-absent' });
    });
  });

  describe('deleteTag', () => {
    const given = useStore();

    it('removes the tag and keeps the manifest', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['v1', 'v2'] }));

      expect(await given.store.commands.deleteTag({ repository: 'acme/app', tag: 'v1' })).toEqual({
        outcome: 'deleted',
      });
      expect(await given.store.queries.findManifest('acme/app', { tag: 'v1' })).toBeUndefined();
      expect(await given.store.queries.findManifest('acme/app', { tag: 'v2' })).toBeDefined();
    });

    it('under a condition removes the tag only from where the condition says', async () => {
      const { deleteTag, recordManifest } = given.store.commands;
      await recordManifest(aManifest('m', { tags: ['v1'] }));
      const [tag, current] = [{ repository: 'acme/app', tag: 'v1' }, digestOf('m')];

      expect(await deleteTag({ ...tag, ifMatch: [digestOf('other')] })).toEqual({
        outcome: 'precondition-failed',
        current,
      });
      expect(await given.store.queries.findManifest('acme/app', { tag: 'v1' })).toBeDefined();
      expect(await deleteTag({ ...tag, ifMatch: [digestOf('other'), current] })).toEqual({
        outcome: 'deleted',
      });
      expect(await deleteTag({ ...tag, ifMatch: ['*'] })).toEqual({ outcome: 'absent' });
    });

    it('tells an absent tag from an absent repository', async () => {
      await given.store.commands.recordManifest(aManifest('m'));

      expect(await given.store.commands.deleteTag({ repository: 'acme/app', tag: 'v1' })).toEqual({
        outcome: 'absent',
      });
      expect(await given.store.commands.deleteTag({ repository: 'nowhere', tag: 'v1' })).toEqual({
        outcome: 'repository-absent',
      });
    });
  });
}
