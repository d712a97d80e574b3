import { exportFacts } from '../../export-facts.js';
import type { FactQueries } from '../../queries/fact-queries.js';
import type { UseStore } from '../store-fixture.js';

export function describeSnapshots(useStore: UseStore): void {
  describe('a snapshot', () => {
    const given = useStore();
    const digest = (character: string) => `sha256:${character.repeat(64)}`;
    const push = (character: string) =>
      given.store.commands.linkBlob({
        repository: `acme/${character}`,
        digest: digest(character),
        size: 1,
        content: { payload: Buffer.from(character) },
      });
    const namesIn = async (queries: FactQueries): Promise<string[]> => {
      const names: string[] = [];
      for await (const fact of exportFacts(queries)) names.push('name' in fact ? fact.name : fact.digest);
      return names;
    };

    it('sees one instant from its first page to its last, while commands go on', async () => {
      await push('a');
      const snapshot = await given.store.openSnapshot();
      await push('b');
      await given.store.commands.unlinkBlob({ repository: 'acme/a', digest: digest('a') });
      const seen = await namesIn(snapshot.queries);
      await snapshot.close();
      await snapshot.close();

      expect(seen).toEqual([digest('a'), 'acme/a', digest('a')]);
      expect(await namesIn(given.store.queries)).toEqual([digest('b'), 'acme/a', 'acme/b', digest('b')]);
    });

    it('can be opened again and again', async () => {
      for (let round = 0; round < 12; round += 1) {
        const snapshot = await given.store.openSnapshot();
        expect((await snapshot.queries.countBlobs()).blobs).toBe(0);
        await snapshot.close();
      }
    });
  });
}
