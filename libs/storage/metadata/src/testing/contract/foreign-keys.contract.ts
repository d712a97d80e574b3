import { sql, type Statement } from '../../sql/statement.js';
import { aBlob, aManifest, aReference, digestOf } from '../builders.js';
import { count, type UseStore } from '../store-fixture.js';

export function describeForeignKeys(useStore: UseStore): void {
  /** A child manifest with a layer, an index that holds it, a tag on each. */
  describe('the constraints of the tables', () => {
    const given = useStore();
    const layer = digestOf('layer');
    const child = digestOf('child');
    const run = async (statement: Statement) => given.beside.run(statement);

    beforeEach(async () => {
      await given.store.commands.linkBlob(aBlob('layer'));
      await given.store.commands.recordManifest(
        aManifest('child', { references: [aReference('layer')], tags: ['v1'] }),
      );
      const references = [aReference('child', { kind: 'manifest' })];
      await given.store.commands.recordManifest(aManifest('index', { references, tags: ['all'] }));
    });

    const restricted: Record<string, Statement> = {
      'a link that a manifest refers to': sql`DELETE FROM repository_blobs WHERE digest = ${layer}`,
      'a manifest that an index holds': sql`DELETE FROM manifests WHERE digest = ${child}`,
      'a blob that a repository links': sql`DELETE FROM blobs WHERE digest = ${layer}`,
      'a repository that holds links or manifests': sql`DELETE FROM repositories`,
    };
    it.each(Object.entries(restricted))('refuse to delete %s', async (_title, statement) => {
      await expect(run(statement)).rejects.toThrow(/foreign key/i);
    });

    const dangling: Record<string, Statement> = {
      'a tag on a manifest': sql`INSERT INTO tags VALUES (1, 'x', 'sha256:none', 0)`,
      'a link to a blob': sql`INSERT INTO repository_blobs VALUES (1, 'sha256:none', 0)`,
      'a link in a repository': sql`INSERT INTO repository_blobs VALUES (99, ${layer}, 0)`,
      'small bytes of a blob': sql`INSERT INTO small_blobs VALUES ('sha256:none', ${Buffer.alloc(1)})`,
      'a reference to a link': sql`INSERT INTO manifest_refs VALUES (1, ${child}, 9, 'sha256:none', 'layer', 'sha256:none', NULL)`,
      'a reference to a child': sql`INSERT INTO manifest_refs VALUES (1, ${child}, 9, 'sha256:none', 'manifest', NULL, 'sha256:none')`,
      'a reference of a manifest': sql`INSERT INTO manifest_refs VALUES (1, 'sha256:none', 0, ${layer}, 'layer', ${layer}, NULL)`,
    };
    it.each(Object.entries(dangling))('refuse %s that is not there', async (_title, statement) => {
      await expect(run(statement)).rejects.toThrow(/foreign key/i);
    });

    it('let tags and references go with their manifest, and small bytes with their blob', async () => {
      await given.beside.run(sql`DELETE FROM manifests WHERE digest = ${digestOf('index')}`);
      await given.beside.run(sql`DELETE FROM manifests WHERE digest = ${child}`);
      await given.beside.run(sql`DELETE FROM repository_blobs`);
      await given.beside.run(sql`DELETE FROM blobs`);

      expect(
        (await count(given, sql`SELECT 1 FROM tags`)) +
          (await count(given, sql`SELECT 1 FROM manifest_refs`)),
      ).toBe(0);
      expect(await count(given, sql`SELECT 1 FROM small_blobs`)).toBe(0);
    });

    it('allow one repository of a name, one tag of a name and one blob of a digest', async () => {
      const twice = [
        sql`INSERT INTO repositories (name, created_at) VALUES ('acme/app', 0)`,
        sql`INSERT INTO tags VALUES (1, 'v1', ${child}, 0)`,
        sql`INSERT INTO blobs VALUES (${layer}, 1, NULL, NULL, 0)`,
      ];
      for (const statement of twice) await expect(run(statement)).rejects.toThrow(/unique/i);
    });
  });
}
