import type { MetadataStore } from '../../metadata-store.js';
import { aBlob, aManifest, aReference, digestOf } from '../../testing/builders.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { eventually } from '../../testing/eventually.js';
import { findPgbouncer, PgbouncerServer, SKIPPED } from '../../testing/pgbouncer-server.js';
import { openPostgresMetadata } from './open.js';

const CONNECTIONS = 3;
const program = findPgbouncer(process.env);

if (program === undefined) {
  it('needs pgbouncer', () => void process.stdout.write(SKIPPED));
} else {
  describeOnPostgres(process.env, 'behind pgbouncer in transaction mode', (findServer) => {
    let pooler: PgbouncerServer;
    let replicas: MetadataStore[];
    let database: string;
    beforeAll(async () => {
      pooler = await PgbouncerServer.start(program, findServer(), CONNECTIONS);
      database = await findServer().makeDatabase();
      const url = pooler.url(database);
      replicas = await Promise.all(Array.from({ length: 3 }, () => openPostgresMetadata({ url })));
    });
    afterAll(async () => {
      for (const store of replicas) await store.close();
      await pooler.destroy();
    });

    it('lets replicas start together on an empty database', () => {
      expect(new Set(replicas.map(({ identity }) => identity.id)).size).toBe(1);
    });

    it('serves more clients than the server has connections for, and each sees what was acknowledged to it', async () => {
      const push = async (store: MetadataStore, name: string) => {
        await store.commands.linkBlob(aBlob(name));
        await store.commands.recordManifest(
          aManifest(`of ${name}`, { references: [aReference(name)], tags: [name] }),
        );
        return store.queries.findManifest('acme/app', { tag: name });
      };
      const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
      const found = await Promise.all(names.map((name, index) => push(replicas[index % 3]!, name)));

      expect(found.map((row) => row?.digest)).toEqual(names.map((name) => digestOf(`of ${name}`)));
      const [row] = await findServer().query<{ n: string }>(
        `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = '${database}'`,
      );
      expect(Number(row!.n)).toBeLessThanOrEqual(CONNECTIONS);
    });

    it('leaves no setting and no prepared statement behind on the connections', async () => {
      await Promise.all(
        replicas.map((store) => store.commands.deleteTag({ repository: 'acme/app', tag: 'v0' })),
      );
      const left = await Promise.all(
        replicas.map(async (store) => store.queries.listTags('acme/app', { limit: 1 })),
      );

      expect(left).toHaveLength(3);
      const seen = await pooler.query<{ names: string; timeout: string }>(
        database,
        `SELECT (SELECT count(*) FROM pg_prepared_statements) AS names, current_setting('statement_timeout') AS timeout`,
      );
      expect(seen).toEqual([{ names: '0', timeout: '0' }]);
    });

    it('goes on after the server behind it has restarted', async () => {
      await findServer().stop();
      await expect(replicas[0]!.commands.linkBlob(aBlob('meanwhile'))).rejects.toMatchObject({
        kind: 'unavailable',
      });
      await findServer().run();

      await eventually(() => replicas[0]!.commands.linkBlob(aBlob('afterwards')));
      for (const store of replicas) await expect(eventually(() => store.ping())).resolves.toBeUndefined();
    });
  });
}
