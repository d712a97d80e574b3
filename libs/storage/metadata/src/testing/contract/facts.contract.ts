import { exportFacts } from '../../export-facts.js';
import type { Fact } from '../../facts.js';
import { aBlob, aBlobFact, aManifest, aReference, aStoredBlob, digestOf } from '../builders.js';
import { listDoomed, type UseStore } from '../store-fixture.js';

export function describeFacts(useStore: UseStore): void {
  describe('exporting and importing facts', () => {
    const given = useStore();
    const exported = async (): Promise<Fact[]> => {
      const all: Fact[] = [];
      for await (const fact of exportFacts(given.store.queries)) all.push(fact);
      return all;
    };
    const importAll = (...facts: Fact[]) => given.store.commands.importFacts({ facts, now: 99 });

    it('gives all that is known in the order in which it can be imported, and takes it again as it was', async () => {
      const { commands } = given.store;
      await commands.linkBlob(aBlob('small', { now: 1 }));
      await commands.linkBlob(aStoredBlob('large', 'l/1', { repository: 'other', now: 2 }));
      await commands.recordManifest(
        aManifest('m', {
          references: [aReference('small', { kind: 'config' }), aReference('absent')],
          absentReferences: 'accept',
          tags: ['v1', 'latest'],
          subject: digestOf('subject'),
          artifactType: 'type/a',
          annotations: { a: 'b' },
          pushedBy: 'ci',
          now: 3,
        }),
      );
      const before = await exported();

      expect(before.map(({ fact }) => fact)).toEqual([
        ...['blob', 'blob'],
        ...['repository', 'link', 'manifest', 'tag', 'tag'],
        ...['repository', 'link'],
      ]);
      expect(before).toContainEqual({
        fact: 'manifest',
        repository: 'acme/app',
        digest: digestOf('m'),
        mediaType: aManifest('m').mediaType,
        artifactType: 'type/a',
        subject: digestOf('subject'),
        annotations: { a: 'b' },
        payload: Buffer.from('m'),
        pushedAt: 3,
        pushedBy: 'ci',
        touchedAt: 3,
        references: [
          { digest: digestOf('small'), kind: 'config', present: true },
          { digest: digestOf('absent'), kind: 'layer', present: false },
        ],
      });
      for (const repository of ['acme/app', 'other']) await commands.deleteRepository({ repository });
      expect(await exported()).toEqual([]);
      await importAll(...before);
      expect(await exported()).toEqual(before);
    });

    it('pages through more than a page holds', async () => {
      const tags = Array.from({ length: 1100 }, (_, number) => `v${number}`);
      await given.store.commands.recordManifest(aManifest('m', { tags }));
      for (let number = 0; number < 40; number += 1)
        await given.store.commands.recordManifest(aManifest(`m${number}`));
      const all = await exported();

      expect(all.filter(({ fact }) => fact === 'manifest')).toHaveLength(41);
      expect(new Set(all.flatMap((fact) => (fact.fact === 'tag' ? [fact.name] : [])))).toEqual(new Set(tags));
    });

    it('gives a child to an index that comes first, whatever the order of their digests is', async () => {
      const names = ['a', 'b', 'c', 'd'];
      for (const name of names) {
        const child = aReference(`child ${name}`, { kind: 'manifest' });
        await given.store.commands.recordManifest(aManifest(`child ${name}`));
        await given.store.commands.recordManifest(aManifest(`index ${name}`, { references: [child] }));
      }
      const before = await exported();
      await given.store.commands.deleteRepository({ repository: 'acme/app' });
      await importAll(...before);

      expect(await exported()).toEqual(before);
      expect(
        await given.store.commands.deleteManifest({ repository: 'acme/app', digest: digestOf('child a') }),
      ).toMatchObject({ outcome: 'in-use' });
    });

    it('takes the same facts twice, and leaves what is there as it is', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'], now: 3 }));
      const before = await exported();
      const later = before.map((fact) => (fact.fact === 'tag' ? { ...fact, updatedAt: 77 } : fact));
      await importAll(...later);

      expect(await exported()).toEqual(before);
    });

    it('gives a blob that is there the bytes that it is told, and dooms its old place', async () => {
      await importAll(aBlobFact('x', { location: 'l/1' }));
      await importAll(aBlobFact('x', { location: 'l/2' }));
      await importAll(aBlobFact('x', { payload: Buffer.from('x') }));

      expect(await given.store.queries.findBlobFacts([digestOf('x')])).toMatchObject([
        { content: { payload: Buffer.from('x') } },
      ]);
      expect(await listDoomed(given)).toEqual(['l/1', 'l/2']);
    });

    it('imports all of a batch or nothing', async () => {
      const repository: Fact = { fact: 'repository', name: 'acme/app', createdAt: 1 };
      const tag: Fact = {
        fact: 'tag',
        repository: 'acme/app',
        name: 'v1',
        manifest: digestOf('m'),
        updatedAt: 1,
      };

      await expect(importAll(repository, tag)).rejects.toThrow();
      await expect(importAll({ ...tag, repository: 'nowhere' })).rejects.toThrow(
        'The repository nowhere must be imported before what is in it.',
      );
      expect(await exported()).toEqual([]);
    });

    it('counts blobs and their bytes, each digest once', async () => {
      expect(await given.store.queries.countBlobs()).toEqual({ blobs: 0, bytes: 0 });
      await given.store.commands.linkBlob(aBlob('12345'));
      await given.store.commands.linkBlob(aBlob('12345', { repository: 'other' }));
      await given.store.commands.linkBlob(aStoredBlob('123', 'l/1'));

      expect(await given.store.queries.countBlobs()).toEqual({ blobs: 2, bytes: 8 });
    });

    it('names the repositories that link a blob, in order', async () => {
      for (const repository of ['c', 'a', 'b'])
        await given.store.commands.linkBlob(aBlob('x', { repository }));

      expect(await given.store.queries.listLinkingRepositories(digestOf('x'), 10)).toEqual(['a', 'b', 'c']);
      expect(await given.store.queries.listLinkingRepositories(digestOf('x'), 2)).toHaveLength(2);
    });

    it('knows every place that uploads and deleted content hold', async () => {
      const { commands, queries } = given.store;
      const claim = { repository: 'acme/app', caller: null, purpose: 'appending', create: true } as const;
      await commands.claimUpload({ ...claim, id: 'u1', leaseMilliseconds: 10 });
      await commands.publishUpload({
        id: 'u1',
        fence: 1,
        state: { size: 2, locations: ['s/1', 's/2'] },
        bytes: null,
        size: 2,
      });
      await commands.claimUpload({ ...claim, id: 'u2', leaseMilliseconds: 10 });
      await commands.doomLocations({ locations: ['d/1', 'd/2', 'd/3'] });

      expect(await queries.listUploadLocations({ limit: 10 })).toEqual({
        items: [
          { id: 'u1', locations: ['s/1', 's/2'] },
          { id: 'u2', locations: [] },
        ],
        more: false,
      });
      expect(await queries.listAllDoomedLocations({ limit: 2 })).toEqual({
        items: ['d/1', 'd/2'],
        more: true,
      });
      expect(await queries.listAllDoomedLocations({ after: 'd/2', limit: 2 })).toEqual({
        items: ['d/3'],
        more: false,
      });
    });

    it('finds no row whose other end is gone, because keys hold them', async () => {
      await given.store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));
      await given.store.commands.linkBlob(aBlob('x'));

      for (const repository of ['acme/app', 'nowhere'])
        expect(await given.store.queries.countDangling(repository)).toEqual({
          linksWithoutBlob: 0,
          tagsWithoutManifest: 0,
          referencesWithoutTarget: 0,
        });
    });
  });
}
