import type { PackageFacts } from '../../package-facts.js';
import { exportFacts } from '../../export-facts.js';
import type { Fact } from '../../facts.js';
import type { PackageFilter } from '../../queries/queries.js';
import { sql } from '../../sql/statement.js';
import { aManifest, digestOf } from '../builders.js';
import { aPackage, somePackageFacts } from '../package-builders.js';
import { count, type UseStore } from '../store-fixture.js';

export function describePackages(useStore: UseStore): void {
  describe('packages', () => {
    const given = useStore();
    const push = (
      text: string,
      tags: readonly string[],
      facts: Partial<PackageFacts> = {},
      repository = 'acme/app',
    ) => given.store.commands.recordManifest(aManifest(text, { repository, tags, package: aPackage(facts) }));
    const list = async (filter: PackageFilter = {}) =>
      (await given.store.queries.listApplications({ filter, limit: 50 })).items;
    const idsOf = async (filter: PackageFilter) =>
      (await list(filter)).map(({ applicationId }) => applicationId);

    it('are listed at the instant their manifest is there, newest version first and pre-releases apart', async () => {
      await push('1.0.0', ['1.0.0']);
      await push('1.2.0', ['1.2.0'], { version: '1.2.0', name: 'Hello again' });
      await push('1.3.0-rc.1', ['1.3.0-rc.1'], { version: '1.3.0-rc.1' });

      expect(await list()).toEqual([
        {
          repository: 'acme/app',
          applicationId: 'hello',
          name: 'Hello again',
          tagline: 'Says hello 100%',
          profile: '1.0.0-rc.3',
          versions: ['1.2.0', '1.0.0', '1.3.0-rc.1'].map((version) => ({
            version,
            digest: digestOf(version),
            isPrerelease: version.includes('-'),
            conforms: true,
          })),
        },
      ]);
    });

    it('are not listed without a tag, and go with their manifest, their tag or their repository', async () => {
      await push('a', []);
      expect(await list()).toEqual([]);
      await push('a', ['1.0.0']);
      await push('b', ['2.0.0'], { version: '2.0.0' });
      expect((await list())[0]?.versions).toHaveLength(2);
      await given.store.commands.deleteTag({ repository: 'acme/app', tag: '2.0.0' });
      expect((await list())[0]?.versions).toHaveLength(1);
      await given.store.commands.deleteManifest({ repository: 'acme/app', digest: digestOf('a') });
      expect(await list()).toEqual([]);
      await given.store.commands.deleteRepository({ repository: 'acme/app' });
      expect(await count(given, sql`SELECT 1 AS n FROM packages`)).toBe(0);
      expect(await count(given, sql`SELECT 1 AS n FROM package_words`)).toBe(0);
      expect(await count(given, sql`SELECT 1 AS n FROM reports`)).toBe(0);
    });

    it('are found by organisation, tag word, deployment type, architecture and text, whatever the case', async () => {
      await push('a', ['1.0.0'], { applicationId: 'a' });
      await push('b', ['2.0.0'], {
        applicationId: 'b',
        name: 'Under_score',
        tagline: null,
        words: {
          organization: ['Other Ltd'],
          tag: ['cnc'],
          'deployment-type': ['compose', 'helm'],
          architecture: [],
        },
      });

      expect(await idsOf({ organization: 'acme' })).toEqual(['a']);
      expect(await idsOf({ organization: 'acm' })).toEqual([]);
      expect(await idsOf({ tag: 'CNC' })).toEqual(['b']);
      expect(await idsOf({ 'deployment-type': 'helm' })).toEqual(['a', 'b']);
      expect(await idsOf({ architecture: 'amd64' })).toEqual(['a']);
      expect(await idsOf({ text: 'SAYS HELLO 100%' })).toEqual(['a']);
      expect(await idsOf({ text: 'r_s' })).toEqual(['b']);
      expect(await idsOf({ text: 'l_o' })).toEqual([]);
      expect(await idsOf({ 'deployment-type': 'helm', tag: 'cnc' })).toEqual(['b']);
    });

    it('are judged by their newest version alone', async () => {
      await push('1', ['1.0.0']);
      await push('2', ['2.0.0'], { version: '2.0.0', name: 'Renamed' });

      expect(await idsOf({ text: 'renamed' })).toEqual(['hello']);
      expect(await idsOf({ text: 'hello' })).toEqual(['hello']);
      await push('2', ['2.0.0'], { version: '2.0.0', name: 'Renamed', tagline: null });
      expect(await idsOf({ text: 'hello' })).toEqual([]);
    });

    it('are paged by repository and id in byte order, each once', async () => {
      for (const repository of ['b', 'a/b', 'B'])
        for (const applicationId of ['z', 'a'])
          await push(repository + applicationId, [`v-${applicationId}`], { applicationId }, repository);
      const seen: string[] = [];
      let after: { repository: string; applicationId: string } | undefined;
      for (let pages = 0; pages < 10; pages += 1) {
        const page = await given.store.queries.listApplications({ filter: {}, after, limit: 2 });
        seen.push(...page.items.map(({ repository, applicationId }) => `${repository} ${applicationId}`));
        after = page.items.at(-1);
        if (!page.more) break;
      }
      expect(seen).toEqual(['B a', 'B z', 'a/b a', 'a/b z', 'b a', 'b z']);
    });

    it('are listed within ranges of repositories only, and paged across them', async () => {
      for (const repository of ['a/1', 'a/2', 'a0', 'b', 'c/1'])
        await push(repository, ['1.0.0'], {}, repository);
      const { listApplications } = given.store.queries;
      const within = [{ prefix: 'a/' }, { name: 'c/1' }, { name: 'd' }];
      const first = await listApplications({ filter: {}, limit: 2, within });
      const rest = await listApplications({ filter: {}, limit: 2, within, after: first.items.at(-1) });

      expect(first.items.map(({ repository }) => repository)).toEqual(['a/1', 'a/2']);
      expect(first.more).toBe(true);
      expect(rest.items.map(({ repository }) => repository)).toEqual(['c/1']);
      expect(rest.more).toBe(false);
      expect((await listApplications({ filter: {}, limit: 2, within: [] })).items).toEqual([]);
    });

    it('are brought up to date by a second push, and leave the catalogue when they cannot be read any more', async () => {
      await push('a', ['1.0.0']);
      await push('a', ['1.0.0'], { name: 'Better', words: { ...somePackageFacts().words, tag: ['new'] } });
      expect(await given.store.queries.findPackage('acme/app', digestOf('a'))).toMatchObject({
        name: 'Better',
      });
      expect(await idsOf({ tag: 'greeting' })).toEqual([]);
      const report = { profile: 'auto', level: 'warn' as const, findings: '[{"rule":"PKG-01"}]' };
      await given.store.commands.recordManifest(aManifest('a', { package: { facts: null, report }, now: 7 }));
      expect(await list()).toEqual([]);
      expect(await given.store.queries.findReport('acme/app', digestOf('a'))).toEqual({
        ...report,
        checkedAt: 7,
      });
    });

    it('leave with an export and come back with an import', async () => {
      await push('a', ['1.0.0'], { words: { ...somePackageFacts().words, organization: ['acme'] } });
      const report = { profile: 'auto', level: 'warn' as const, findings: '[]' };
      await given.store.commands.recordManifest(aManifest('b', { package: { facts: null, report } }));
      const before: Fact[] = [];
      for await (const fact of exportFacts(given.store.queries)) before.push(fact);
      const catalogue = await list();
      await given.store.commands.deleteRepository({ repository: 'acme/app' });
      await given.store.commands.importFacts({ facts: before });
      const again: Fact[] = [];
      for await (const fact of exportFacts(given.store.queries)) again.push(fact);

      expect(again).toEqual(before);
      expect(await list()).toEqual(catalogue);
      expect(before.filter((fact) => 'package' in fact)).toHaveLength(2);
    });
  });
}
