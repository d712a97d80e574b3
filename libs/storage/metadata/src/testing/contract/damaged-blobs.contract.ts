import { sql } from '../../sql/statement.js';
import { aBlob, aBlobFact, aStoredBlob, digestOf } from '../builders.js';
import type { UseStore } from '../store-fixture.js';

export function describeDamagedBlobs(useStore: UseStore): void {
  describe('a small blob that was found damaged', () => {
    const given = useStore();
    const digest = digestOf('x');
    beforeEach(async () => {
      await given.store.commands.importFacts({
        facts: [
          aBlobFact('x', { payload: Buffer.from('y') }),
          { fact: 'repository', name: 'acme/app', createdAt: 1 },
          { fact: 'link', repository: 'acme/app', digest, touchedAt: 1 },
        ],
      });
      await given.store.commands.markBlobDamaged({ digest, location: null });
    });

    it('counts as absent until it is pushed again, with the bytes that come then', async () => {
      expect(await given.store.queries.findBlob('acme/app', digest)).toBeUndefined();
      await given.store.commands.linkBlob(aBlob('x'));

      expect((await given.store.queries.findBlob('acme/app', digest))?.payload?.toString()).toBe('x');
    });

    it('is left out where several are looked for, as is what other repositories hold', async () => {
      const { commands, queries } = given.store;
      await commands.linkBlob(aBlob('small', { repository: 'acme/app' }));
      await commands.linkBlob(aStoredBlob('large', 'l/1', { repository: 'acme/app' }));
      await commands.linkBlob(aBlob('elsewhere', { repository: 'acme/other' }));
      const asked = ['x', 'small', 'large', 'elsewhere', 'nowhere'].map((text) => digestOf(text));

      const found = await queries.findBlobs('acme/app', asked);

      expect(found.map((blob) => [blob.digest, blob.payload?.toString(), blob.location]).sort()).toEqual(
        [
          [digestOf('small'), 'small', null],
          [digestOf('large'), undefined, 'l/1'],
        ].sort(),
      );
    });

    it('leaves no wrong bytes beside the facts when it comes back elsewhere', async () => {
      await given.store.commands.linkBlob(aStoredBlob('x', 'l/1'));

      expect(await given.store.queries.findBlob('acme/app', digest)).toMatchObject({ location: 'l/1' });
      expect(await given.beside.all(sql`SELECT digest FROM small_blobs`)).toEqual([]);
    });
  });
}
