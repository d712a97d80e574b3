import type { MetadataStore } from '../../metadata-store.js';
import { aBlob, aManifest, aReference } from '../../testing/builders.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { findBroken } from '../../testing/invariants.js';
import { openPostgresMetadata } from './open.js';
import { PostgresReader } from './postgres-reader.js';
import { PostgresPool } from './postgres-pool.js';

const WRITERS = 32;
const TAGS = 25;

describeOnPostgres(process.env, 'three replicas on one Postgres', (findServer) => {
  let url: string;
  let replicas: MetadataStore[];
  beforeEach(async () => {
    url = findServer().url(await findServer().makeDatabase());
    replicas = await Promise.all([1, 2, 3].map(() => openPostgresMetadata({ url })));
  });
  afterEach(async () => {
    for (const replica of replicas) await replica.close();
  });
  const replica = (index: number): MetadataStore => replicas[index % replicas.length]!;
  const broken = async (): Promise<string[]> => {
    const pool = await PostgresPool.open(url, 1);
    const found = await findBroken(new PostgresReader(pool));
    await pool.close();
    return found;
  };

  it('list every tag that was acknowledged to 32 writers of one repository', async () => {
    const write = async (writer: number) => {
      const { commands } = replica(writer);
      await commands.linkBlob(aBlob('shared'));
      for (let index = 0; index < TAGS; index += 1) {
        const changes = { references: [aReference('shared')], tags: [`v${writer}-${index}`, 'latest'] };
        expect(await commands.recordManifest(aManifest(`m${index % 5}`, changes))).toMatchObject({
          outcome: 'recorded',
        });
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));

    for (const { queries } of replicas) {
      const { items } = await queries.listTags('acme/app', { limit: 10_000 });
      expect(items).toHaveLength(WRITERS * TAGS + 1);
    }
    expect(await broken()).toEqual([]);
  });

  it('keep every promise while they push, delete and unlink the same things', async () => {
    const outcomes = new Set<string>();
    const act = async (actor: number) => {
      const { commands } = replica(actor);
      for (let round = 0; round < 20; round += 1) {
        const layer = `layer ${(actor + round) % 3}`;
        const repository = `r${round % 2}`;
        const manifest = aManifest(`of ${layer}`, {
          repository,
          references: [aReference(layer)],
          tags: [`t${actor % 4}`],
        });
        const done = [
          await commands.linkBlob(aBlob(layer, { repository })),
          await commands.recordManifest(manifest),
          await commands.deleteManifest({ repository, digest: manifest.digest }),
          await commands.unlinkBlob({ repository, digest: manifest.references[0]!.digest }),
        ];
        if (round % 10 === 9) done.push(await commands.deleteRepository({ repository }));
        for (const { outcome } of done) outcomes.add(outcome);
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, actor) => act(actor)));

    expect([...outcomes]).toEqual(
      expect.arrayContaining(['linked', 'recorded', 'deleted', 'unlinked', 'in-use']),
    );
    expect(await broken()).toEqual([]);
  });
});
