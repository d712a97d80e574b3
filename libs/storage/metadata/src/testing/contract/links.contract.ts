import type { NameRange } from '../../queries/name-range.js';
import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from '../builders.js';
import { count, listDoomed, type UseStore } from '../store-fixture.js';

export function describeLinks(useStore: UseStore): void {
  describe('mountBlob', () => {
    const given = useStore();
    const digest = digestOf('shared');

    it('links a blob of another repository, without its bytes', async () => {
      await given.store.commands.linkBlob(aBlob('shared'));

      expect(await given.store.commands.mountBlob({ repository: 'b', digest, from: 'acme/app' })).toEqual({
        outcome: 'mounted',
      });
      expect(await given.store.queries.findBlob('b', digest)).toMatchObject({
        payload: Buffer.from('shared'),
      });
    });

    it('finds a source by itself when none is named', async () => {
      await given.store.commands.linkBlob(aBlob('shared'));

      expect(await given.store.commands.mountBlob({ repository: 'b', digest })).toEqual({
        outcome: 'mounted',
      });
    });

    it('looks for a source only within the ranges that it is given', async () => {
      const digest = digestOf('hidden');
      await given.store.commands.linkBlob(aBlob('hidden', { repository: 'secret/app' }));
      const mount = async (...within: NameRange[]) =>
        (await given.store.commands.mountBlob({ repository: 'b', digest, within })).outcome;

      expect(await mount()).toBe('absent');
      expect(await mount({ prefix: 'acme/' }, { name: 'secret' }, { prefix: 'secret/apps/' })).toBe('absent');
      expect(await given.store.queries.findBlob('b', digest)).toBeUndefined();
      expect(await mount({ prefix: 'acme/' }, { name: 'secret/app' })).toBe('mounted');
      expect(await mount({ prefix: 'secret/' })).toBe('mounted');
    });

    it('makes no repository when the source does not hold the blob', async () => {
      await given.store.commands.linkBlob(aBlob('shared'));

      expect(await given.store.commands.mountBlob({ repository: 'b', digest, from: 'c' })).toEqual({
        outcome: 'absent',
      });
      expect(await given.store.commands.mountBlob({ repository: 'b', digest: digestOf('?') })).toEqual({
        outcome: 'absent',
      });
      expect(await given.store.queries.hasRepository('b')).toBe(false);
    });

    it('does not mount damaged bytes', async () => {
      await given.store.commands.linkBlob(aStoredBlob('shared', 'a/1'));
      await given.store.commands.markBlobDamaged({ digest, location: 'a/1' });

      expect(await given.store.commands.mountBlob({ repository: 'b', digest })).toEqual({
        outcome: 'absent',
      });
      expect(await given.store.commands.mountBlob({ repository: 'b', digest, from: 'acme/app' })).toEqual({
        outcome: 'absent',
      });
    });
  });

  describe('unlinkBlob', () => {
    const given = useStore();
    const unlink = (text: string, repository = 'acme/app') =>
      given.store.commands.unlinkBlob({ repository, digest: digestOf(text) });

    it('keeps the blob when another repository still links it', async () => {
      await given.store.commands.linkBlob(aStoredBlob('shared', 'a/1'));
      await given.store.commands.mountBlob({ repository: 'b', digest: digestOf('shared') });

      expect(await unlink('shared')).toEqual({ outcome: 'unlinked' });
      expect(await given.store.queries.findBlob('acme/app', digestOf('shared'))).toBeUndefined();
      expect(await given.store.queries.findBlob('b', digestOf('shared'))).toMatchObject({ location: 'a/1' });
      expect(await listDoomed(given)).toEqual([]);
    });

    it('dooms the location with the last link', async () => {
      await given.store.commands.linkBlob(aStoredBlob('gone', 'a/1'));

      expect(await unlink('gone')).toEqual({ outcome: 'unlinked' });
      expect(await listDoomed(given)).toEqual(['a/1']);
      expect(await count(given, sql`SELECT digest FROM blobs`)).toBe(0);
    });

    it('deletes small bytes with the last link', async () => {
      await given.store.commands.linkBlob(aBlob('gone'));
      await unlink('gone');

      expect(await count(given, sql`SELECT digest FROM small_blobs`)).toBe(0);
    });

    it('refuses while a manifest of the repository refers to the blob, and names one', async () => {
      await given.store.commands.linkBlob(aBlob('used'));
      await given.store.commands.recordManifest(aManifest('m', { references: [aReference('used')] }));

      expect(await unlink('used')).toEqual({ outcome: 'in-use', manifest: digestOf('m') });
      expect(await given.store.queries.findBlob('acme/app', digestOf('used'))).toBeDefined();
    });

    it('tells an absent blob from an absent repository', async () => {
      await given.store.commands.linkBlob(aBlob('there'));

      expect(await unlink('not there')).toEqual({ outcome: 'absent' });
      expect(await unlink('there', 'nowhere')).toEqual({ outcome: 'repository-absent' });
    });
  });
}
