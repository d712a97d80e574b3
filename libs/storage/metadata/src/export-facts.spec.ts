import { describeFacts } from './testing/contract/facts.contract.js';
import { aBlob, aManifest, aReference } from './testing/builders.js';
import { useStore } from './testing/temporary-store.js';

describeFacts(useStore);

describe('a database that lost rows behind the back of its keys', () => {
  const given = useStore();

  it.each([
    ['blobs', { linksWithoutBlob: 1, tagsWithoutManifest: 0, referencesWithoutTarget: 0 }],
    ['manifests', { linksWithoutBlob: 0, tagsWithoutManifest: 1, referencesWithoutTarget: 0 }],
    ['repository_blobs', { linksWithoutBlob: 0, tagsWithoutManifest: 0, referencesWithoutTarget: 1 }],
  ])('shows what the rows of %s were for', async (table, counts) => {
    await given.store.commands.linkBlob(aBlob('x'));
    await given.store.commands.recordManifest(
      aManifest('m', { references: [aReference('x')], tags: ['v1'] }),
    );
    given.beside.exec(`PRAGMA foreign_keys = OFF; DELETE FROM ${table}`);

    expect(await given.store.queries.countDangling('acme/app')).toEqual(counts);
  });
});
