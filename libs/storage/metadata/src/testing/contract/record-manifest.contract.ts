import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from '../builders.js';
import { count, type UseStore } from '../store-fixture.js';

export function describeRecordManifest(useStore: UseStore): void {
  describe('recordManifest', () => {
    const given = useStore();
    const record = (...input: Parameters<typeof aManifest>) =>
      given.store.commands.recordManifest(aManifest(...input));
    const findByTag = (tag: string) => given.store.queries.findManifest('acme/app', { tag });
    const waiting = () =>
      count(given, sql`SELECT 1 AS n FROM manifest_refs WHERE blob IS NULL AND child IS NULL`);

    it('records a manifest and its tags in one step', async () => {
      expect(await record('m', { tags: ['v1', 'latest', 'v1'] })).toEqual({
        outcome: 'recorded',
        created: true,
      });

      const row = {
        digest: digestOf('m'),
        mediaType: aManifest('m').mediaType,
        size: 1,
        payload: Buffer.from('m'),
      };
      expect(await findByTag('v1')).toEqual(row);
      expect(await findByTag('latest')).toEqual(row);
      expect(await given.store.queries.findManifest('acme/app', { digest: digestOf('m') })).toEqual(row);
    });

    it('moves a tag and keeps the manifest that it left', async () => {
      await record('one', { tags: ['v1'] });
      await record('two', { tags: ['v1'] });

      expect(await findByTag('v1')).toMatchObject({ digest: digestOf('two') });
      expect(await given.store.queries.findManifest('acme/app', { digest: digestOf('one') })).toBeDefined();
    });

    it('keeps a manifest that is pushed again as it was, and still points the tags', async () => {
      await record('m');

      expect(await record('m', { mediaType: 'other/type', tags: ['again'] })).toEqual({
        outcome: 'recorded',
        created: false,
      });
      expect(await findByTag('again')).toMatchObject({ mediaType: aManifest('m').mediaType });
    });

    it('names every missing reference once and leaves nothing behind', async () => {
      const references = [
        aReference('a', { kind: 'config' }),
        aReference('b'),
        aReference('b'),
        aReference('c', { kind: 'manifest' }),
      ];

      expect(await record('m', { references, tags: ['v1'] })).toEqual({
        outcome: 'references-missing',
        missing: [
          { digest: digestOf('a'), kind: 'config' },
          { digest: digestOf('b'), kind: 'layer' },
          { digest: digestOf('c'), kind: 'manifest' },
        ],
      });
      expect(await given.store.queries.hasRepository('acme/app')).toBe(false);
    });

    it('does not ask for references that may stay absent for ever', async () => {
      expect(
        await record('m', { references: [aReference('far', { required: false, size: 99 })] }),
      ).toMatchObject({ outcome: 'recorded' });
      expect(await waiting()).toBe(1);
    });

    it('counts a blob of another repository as missing', async () => {
      await given.store.commands.linkBlob(aBlob('a', { repository: 'other' }));

      expect(await record('m', { references: [aReference('a')] })).toMatchObject({
        outcome: 'references-missing',
      });
    });

    it('counts damaged bytes as missing, also when the manifest is pushed again', async () => {
      await given.store.commands.linkBlob(aStoredBlob('a', 'a/1'));
      await record('m', { references: [aReference('a')] });
      await given.store.commands.markBlobDamaged({ digest: digestOf('a'), location: 'a/1' });

      expect(await record('m', { references: [aReference('a')] })).toMatchObject({
        outcome: 'references-missing',
      });
    });

    it('refuses a descriptor that states another size than the content has', async () => {
      await given.store.commands.linkBlob(aBlob('a'));
      await record('child');

      const wrong = aReference('a', { size: 7 });
      expect(await record('m', { references: [wrong] })).toEqual({
        outcome: 'size-mismatch',
        digest: digestOf('a'),
        stated: 7,
        stored: 1,
      });
      const index = { references: [aReference('child', { kind: 'manifest', size: 7 })] };
      expect(await record('i', index)).toMatchObject({ outcome: 'size-mismatch', stored: 5 });
      expect(await given.store.queries.findManifest('acme/app', { digest: digestOf('m') })).toBeUndefined();
    });

    it('accepts absent references where told to, and fills them when the content comes', async () => {
      const references = [
        aReference('a'),
        aReference('b'),
        aReference('c'),
        aReference('child', { kind: 'manifest' }),
      ];
      await record('m', { references, absentReferences: 'accept' });
      expect(await waiting()).toBe(4);

      await given.store.commands.linkBlob(aBlob('a'));
      await given.store.commands.linkBlob(aBlob('b', { repository: 'other' }));
      await given.store.commands.mountBlob({ repository: 'acme/app', digest: digestOf('b') });
      await record('child');

      expect(await waiting()).toBe(1);
      expect(
        await given.store.commands.unlinkBlob({ repository: 'acme/app', digest: digestOf('b') }),
      ).toMatchObject({ outcome: 'in-use' });
      expect(
        await given.store.commands.deleteManifest({ repository: 'acme/app', digest: digestOf('child') }),
      ).toMatchObject({
        outcome: 'in-use',
        manifest: digestOf('m'),
      });
    });

    it('fills on a second push what the first one missed', async () => {
      const references = [aReference('a'), aReference('child', { kind: 'manifest' })];
      await record('m', { references, absentReferences: 'accept' });
      await given.store.commands.linkBlob(aBlob('a'));
      await record('child');
      await given.beside.run(sql`UPDATE manifest_refs SET blob = NULL, child = NULL`);

      await record('m', { references });
      expect(await waiting()).toBe(0);
    });

    it('takes a manifest with more references than one statement can hold', async () => {
      const references = Array.from({ length: 1000 }, (_, index) => aReference(`layer ${index}`));

      expect(await record('m', { references, absentReferences: 'accept' })).toMatchObject({
        outcome: 'recorded',
      });
      expect(await waiting()).toBe(1000);
      expect(await record('n', { references })).toMatchObject({ missing: { length: 1000 } });
    });
  });

  describe('conditions of recordManifest', () => {
    const given = useStore();
    const record = (...input: Parameters<typeof aManifest>) =>
      given.store.commands.recordManifest(aManifest(...input));
    const failed = (current: string | null) => ({ outcome: 'precondition-failed', current });

    it('moves a tag only from the digest that ifMatch names', async () => {
      await record('one', { tags: ['v1'] });

      expect(await record('two', { tags: ['v1'], ifMatch: [digestOf('zero')] })).toEqual(
        failed(digestOf('one')),
      );
      expect(await record('two', { tags: ['v1'], ifMatch: [digestOf('one')] })).toMatchObject({
        outcome: 'recorded',
      });
      expect(await record('three', { tags: ['v1'], ifMatch: ['*'] })).toMatchObject({ outcome: 'recorded' });
    });

    it('refuses ifMatch where nothing is', async () => {
      expect(await record('one', { tags: ['v1'], ifMatch: ['*'] })).toEqual(failed(null));
      expect(await given.store.queries.hasRepository('acme/app')).toBe(false);
    });

    it('refuses ifNoneMatch where the tag, or the manifest without tags, is already there', async () => {
      expect(await record('one', { tags: ['v1'], ifNoneMatch: ['*'] })).toMatchObject({
        outcome: 'recorded',
      });
      expect(await record('two', { tags: ['v1'], ifNoneMatch: ['*'] })).toEqual(failed(digestOf('one')));
      expect(await record('two', { tags: ['v1'], ifNoneMatch: [digestOf('one')] })).toEqual(
        failed(digestOf('one')),
      );
      expect(await record('one', { ifNoneMatch: ['*'] })).toEqual(failed(digestOf('one')));
      expect(await record('two', { ifNoneMatch: ['*'] })).toMatchObject({ outcome: 'recorded' });
    });

    it('lets exactly one of many pushes with ifNoneMatch win', async () => {
      const pushes = Array.from({ length: 20 }, (_, index) =>
        record(`m${index}`, { tags: ['v1'], ifNoneMatch: ['*'] }),
      );

      const outcomes = (await Promise.all(pushes)).map(({ outcome }) => outcome);
      expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'precondition-failed')).toHaveLength(19);
    });
  });
}
