import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from '../builders.js';
import { count, listDoomed, type UseStore } from '../store-fixture.js';

export function describeDeleteRepository(useStore: UseStore): void {
  describe('deleteRepository', () => {
    const given = useStore();
    const remove = (repository = 'acme/app') => given.store.commands.deleteRepository({ repository });

    it('takes tags, manifests, references and links along, whatever refers to what', async () => {
      await given.store.commands.linkBlob(aBlob('layer'));
      await given.store.commands.recordManifest(
        aManifest('child', { references: [aReference('layer')], tags: ['v1'] }),
      );
      const references = [aReference('child', { kind: 'manifest' }), aReference('absent')];
      await given.store.commands.recordManifest(
        aManifest('index', { references, absentReferences: 'accept' }),
      );

      expect(await remove()).toEqual({ outcome: 'deleted' });
      expect(await given.store.queries.hasRepository('acme/app')).toBe(false);
      for (const left of [
        sql`SELECT 1 FROM manifests`,
        sql`SELECT 1 FROM manifest_refs`,
        sql`SELECT 1 FROM tags`,
      ])
        expect(await count(given, left)).toBe(0);
      expect(
        (await count(given, sql`SELECT 1 FROM repository_blobs`)) +
          (await count(given, sql`SELECT 1 FROM blobs`)),
      ).toBe(0);
    });

    it('keeps what another repository holds and dooms the bytes that nobody links any more', async () => {
      await given.store.commands.linkBlob(aStoredBlob('shared', 'a/shared'));
      await given.store.commands.linkBlob(aStoredBlob('own', 'a/own'));
      await given.store.commands.mountBlob({ repository: 'b', digest: digestOf('shared') });
      await remove();

      expect(await listDoomed(given)).toEqual(['a/own']);
      expect(await given.store.queries.findBlob('b', digestOf('shared'))).toMatchObject({
        location: 'a/shared',
      });
    });

    it('ends unfinished uploads, fences their holders off and dooms their segments', async () => {
      await given.store.commands.linkBlob(aBlob('layer'));
      const claim = {
        id: 'u1',
        repository: 'acme/app',
        caller: null,
        leaseMilliseconds: 1000,
        create: true,
      } as const;
      await given.store.commands.claimUpload({ ...claim, purpose: 'appending' });
      await given.store.commands.publishUpload({
        id: 'u1',
        fence: 1,
        state: { locations: ['s/1'] },
        bytes: null,
        size: 9,
      });
      await given.store.commands.claimUpload({ ...claim, purpose: 'appending' });
      await remove();

      expect(await listDoomed(given)).toEqual(['s/1']);
      const late = { id: 'u1', fence: 2, state: { locations: ['s/1', 's/2'] }, bytes: null, size: 12 };
      expect(await given.store.commands.publishUpload(late)).toEqual({ outcome: 'lost-claim' });
      expect(await given.store.queries.findUpload('u1')).toMatchObject({ status: 'cancelled' });
    });

    it('says so when there is no such repository', async () => {
      expect(await remove('nowhere')).toEqual({ outcome: 'absent' });
    });

    it('gives a new repository of the same name nothing of the old one', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));
      await remove();
      await given.store.commands.linkBlob(aBlob('fresh'));

      expect(await given.store.queries.findManifest('acme/app', { tag: 'v1' })).toBeUndefined();
      expect(await given.store.queries.listTags('acme/app', { limit: 10 })).toEqual({
        items: [],
        more: false,
      });
    });
  });
}
