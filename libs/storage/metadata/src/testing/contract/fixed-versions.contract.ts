import { aManifest, digestOf } from '../builders.js';
import { aPackage } from '../package-builders.js';
import type { UseStore } from '../store-fixture.js';

export function describeFixedVersions(useStore: UseStore): void {
  describe('fixed versions', () => {
    const given = useStore();
    const repository = 'acme/app';
    const record = (...input: Parameters<typeof aManifest>) =>
      given.store.commands.recordManifest(aManifest(input[0], { versionTags: 'fixed', ...input[1] }));
    const pointsTo = async (tag: string) =>
      (await given.store.queries.findManifest(repository, { tag }))?.digest;
    const held = { outcome: 'version-fixed', tag: '1.0.0', digest: digestOf('one') };
    beforeEach(() => record('one', { tags: ['1.0.0', 'latest'], package: aPackage() }));

    it('stay where they are, whoever is to take the tag, and nothing of the push is left', async () => {
      expect(await record('two', { tags: ['1.0.0', 'other'], package: aPackage() })).toEqual(held);
      expect(await record('a chart', { tags: ['1.0.0'] })).toEqual(held);
      expect(await pointsTo('1.0.0')).toBe(digestOf('one'));
      expect(await pointsTo('other')).toBeUndefined();
      expect(await given.store.queries.findManifest(repository, { digest: digestOf('two') })).toBeUndefined();
    });

    it('take the same manifest again, and let aliases and other tags move', async () => {
      expect(await record('one', { tags: ['1.0.0'], package: aPackage() })).toMatchObject({
        outcome: 'recorded',
      });
      expect(
        await record('two', { tags: ['2.0.0', 'latest'], package: aPackage({ version: '2.0.0' }) }),
      ).toMatchObject({ outcome: 'recorded' });
      expect(await pointsTo('latest')).toBe(digestOf('two'));
    });

    it('are deleted neither by their tag nor with their manifest, but with the whole repository', async () => {
      const { deleteTag, deleteManifest, deleteRepository } = given.store.commands;
      expect(await deleteTag({ repository, tag: '1.0.0', versionTags: 'fixed' })).toEqual(held);
      expect(await deleteManifest({ repository, digest: digestOf('one'), versionTags: 'fixed' })).toEqual(
        held,
      );
      expect(await deleteTag({ repository, tag: 'latest', versionTags: 'fixed' })).toEqual({
        outcome: 'deleted',
      });
      expect(await deleteTag({ repository, tag: 'none', versionTags: 'fixed' })).toEqual({
        outcome: 'absent',
      });
      expect(await deleteRepository({ repository })).toEqual({ outcome: 'deleted' });
    });

    it('move and go where versions are free, and where an error was found', async () => {
      expect(await record('two', { tags: ['1.0.0'], versionTags: 'free' })).toMatchObject({
        outcome: 'recorded',
      });
      await record('bad', { tags: ['3.0.0'], package: aPackage({ version: '3.0.0', conforms: false }) });
      expect(
        await record('good', { tags: ['3.0.0'], package: aPackage({ version: '3.0.0' }) }),
      ).toMatchObject({
        outcome: 'recorded',
      });
    });

    it('are won by one of many pushes of the same version', async () => {
      const outcomes = await Promise.all(
        ['a', 'b', 'c', 'd', 'e', 'f'].map(async (text) => ({
          text,
          ...(await record(text, { tags: ['5.0.0'], package: aPackage({ version: '5.0.0' }) })),
        })),
      );
      const winners = outcomes.filter(({ outcome }) => outcome === 'recorded');

      expect(winners).toHaveLength(1);
      expect(await pointsTo('5.0.0')).toBe(digestOf(winners[0]?.text ?? ''));
    });
  });
}
