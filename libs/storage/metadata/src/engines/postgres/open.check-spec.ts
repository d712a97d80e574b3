import { jest } from '@jest/globals';
import type pg from 'pg';
import { isStorageError } from '@margo-registry/storage-core';
import { DatabaseNewerError } from '../../database-newer-error.js';
import type { MetadataStore } from '../../metadata-store.js';
import { aBlob, aManifest } from '../../testing/builders.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { PASSWORD } from '../../testing/postgres-server.js';
import { openPostgresMetadata } from './open.js';
import { PostgresPool } from './postgres-pool.js';

describeOnPostgres(process.env, 'openPostgresMetadata', (findServer) => {
  const opened: MetadataStore[] = [];
  let database: string;
  beforeEach(async () => {
    database = await findServer().makeDatabase();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const store of opened.splice(0)) await store.close();
  });
  const open = async (url = findServer().url(database)): Promise<MetadataStore> => {
    const store = await openPostgresMetadata({ url });
    opened.push(store);
    return store;
  };
  const query = <Row extends pg.QueryResultRow>(text: string) => findServer().query<Row>(text, database);
  const refusalOf = (url: string) => openPostgresMetadata({ url }).catch((error: unknown) => error);

  it('says who the store is, the same at every start and another for another database', async () => {
    const first = await open();
    const other = await open(findServer().url(await findServer().makeDatabase()));

    expect((await open()).identity).toEqual(first.identity);
    expect(first.identity.signingKey).toHaveLength(32);
    expect(other.identity.id).not.toBe(first.identity.id);
  });

  it('knows the time of the database, whatever the clock of this machine says', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(0);
    const store = await open();
    const before = store.now();
    const [row] = await query<{ now: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
    const after = store.now();

    // The database rounds its milliseconds.
    expect(before).toBeLessThanOrEqual(Number(row!.now) + 1);
    expect(after).toBeGreaterThan(Number(row!.now) - 60_000);
  });

  it('lets replicas start together on an empty database: one makes the tables, all are the same store', async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => open()));

    expect(new Set(stores.map(({ identity }) => identity.id)).size).toBe(1);
    expect(new Set(stores.map(({ identity }) => identity.signingKey.toString('hex'))).size).toBe(1);
    expect(await query('SELECT id FROM store')).toHaveLength(1);
    expect(await query('SELECT name FROM migrations ORDER BY id')).toEqual([
      { name: 'foundation-0000000000001' },
      { name: 'sightings-0000000000002' },
      { name: 'packages-0000000000003' },
      { name: 'read-only-0000000000004' },
    ]);
  });

  it('tells how many connections are at work, idle, and waited for', async () => {
    const store = await open();
    const asking = Array.from({ length: 5 }, () => store.queries.countOpenUploads());
    const { busy, waiting } = store.connections()!;
    expect(busy + waiting).toBe(5);
    await Promise.all(asking);
    const { idle, ...rest } = store.connections()!;
    expect(rest).toEqual({ busy: 0, waiting: 0 });
    expect(idle).toBeGreaterThan(0);
  });

  it('makes the tables that the entities describe, in every column, key and index', async () => {
    await open();
    const pool = await PostgresPool.open(findServer().url(database), 1);
    const { upQueries } = await pool.dataSource.driver.createSchemaBuilder().log();
    await pool.close();

    expect(upQueries.map((missing) => missing.query)).toEqual([]);
    expect(pool.dataSource.entityMetadatas).toHaveLength(15);
  });

  it('compares every text by its bytes', async () => {
    await open();
    const texts = await query(`
      SELECT table_name, column_name, collation_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'text'`);

    expect(texts.length).toBeGreaterThan(25);
    expect(texts.filter(({ collation_name }) => collation_name !== 'C')).toEqual([]);
  });

  it('refuses a database that a newer program has migrated, and leaves it alone', async () => {
    await open();
    await query(`INSERT INTO migrations (timestamp, name) VALUES (9, 'packages-0000000000009')`);
    const refusal = await refusalOf(findServer().url(database));

    expect(refusal).toBeInstanceOf(DatabaseNewerError);
    expect(refusal).toMatchObject({
      driver: 'postgres',
      message: expect.stringMatching(/"facts_\d+" on 127.0.0.1:\d+ .*newer version .*packages-0000000000009/),
    });
  });

  it('says in one sentence why it was not let in, with host, database and user and without the password', async () => {
    const server = findServer();
    await server.query(`CREATE ROLE stranger LOGIN PASSWORD 'known'`).catch(() => {});
    const refusals: Record<string, [url: string, reason: RegExp]> = {
      password: [
        server.url(database, 'margo', 'wrong-word'),
        /\(user "margo"\) cannot be opened: the password is wrong/,
      ],
      user: [
        server.url(database, 'nobody', 'wrong-word'),
        /user "nobody".*the password is wrong, or there is no such user/,
      ],
      database: [server.url('missing'), /"missing" on 127.0.0.1:\d+.*there is no such database; create it/],
      rights: [server.url(database, 'stranger', 'known'), /user "stranger".*may not create tables/],
      address: [`postgres://margo:${PASSWORD}@127.0.0.1:1/x`, /"x" on 127.0.0.1:1 .*ECONNREFUSED/],
      url: [`mysql://margo:${PASSWORD}@host/x`, /postgres:\/\/user:password@host:5432\/database/],
    };
    for (const [url, reason] of Object.values(refusals)) {
      const refusal = await refusalOf(url);
      expect(isStorageError(refusal, 'unavailable')).toBe(true);
      expect((refusal as Error).message).toMatch(reason);
      expect((refusal as Error).message).not.toMatch(new RegExp(`wrong-word|known|${PASSWORD}|\n`));
    }
  });

  it('takes the clock of the database where a command brings no time', async () => {
    const store = await open();
    jest.spyOn(Date, 'now').mockReturnValue(5);
    await store.commands.linkBlob(aBlob('a'));
    await store.commands.linkBlob(aBlob('b', { now: 9 }));
    const [row] = await query<{ now: string; then: string }>(`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now, max(created_at) AS then, min(created_at) AS given FROM blobs`);

    expect(Number(row!.now) - Number(row!.then)).toBeLessThan(10_000);
    expect(row).toMatchObject({ given: '9' });
  });

  it('closes twice, after what is under way, and takes nothing after that', async () => {
    const store = await open();
    const linking = Array.from({ length: 30 }, (_, index) => store.commands.linkBlob(aBlob(`blob ${index}`)));
    await Promise.all([store.close(), store.close()]);

    for (const linked of await Promise.all(linking)) expect(linked).toMatchObject({ outcome: 'linked' });
    const refused = { kind: 'unavailable', driver: 'postgres', message: 'The store is closed.' };
    await expect(store.queries.hasRepository('a')).rejects.toMatchObject(refused);
    await expect(store.commands.linkBlob(aBlob('a'))).rejects.toMatchObject(refused);
    await expect(store.ping()).rejects.toMatchObject(refused);
  });

  it('rejects mistakes of the caller as plain errors and goes on', async () => {
    const store = await open();
    const error = await store.commands.linkBlob(aBlob('a', { size: 0.5 })).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(Error);
    expect(isStorageError(error)).toBe(false);
    await expect(store.commands.linkBlob(aBlob('a'))).resolves.toMatchObject({ outcome: 'linked' });
  });

  it('can be asked for names that it could never hold', async () => {
    const store = await open();
    await store.commands.recordManifest(aManifest('m', { tags: ['v1'] }));

    expect(await store.queries.findManifest('acme/app', { tag: 'v1\0' })).toBeUndefined();
    expect(await store.queries.listTags('acme/app', { after: '\0', limit: 9 })).toMatchObject({
      items: ['v1'],
    });
  });
});
