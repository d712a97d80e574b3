import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import type { MetadataStore } from '../../metadata-store.js';
import { aBlob, aManifest } from '../../testing/builders.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { eventually } from '../../testing/eventually.js';
import { openPostgresMetadata } from './open.js';

const unavailable = { kind: 'unavailable', driver: 'postgres' };

describeOnPostgres(process.env, 'a store whose Postgres fails', (findServer) => {
  let store: MetadataStore;
  let database: string;
  beforeEach(async () => {
    database = await findServer().makeDatabase();
    store = await openPostgresMetadata({ url: findServer().url(database), statementMilliseconds: 500 });
  });
  afterEach(() => store.close());
  const link = (text: string) => store.commands.linkBlob(aBlob(text));

  it('is not available while the server is away, says so at once, and goes on when it is back', async () => {
    await link('before');
    await findServer().stop();
    const started = performance.now();
    await expect(link('meanwhile')).rejects.toMatchObject({ ...unavailable, operation: 'linkBlob' });
    await expect(store.queries.hasRepository('acme/app')).rejects.toMatchObject(unavailable);
    await expect(store.ping()).rejects.toMatchObject(unavailable);
    expect(performance.now() - started).toBeLessThan(3000);

    await findServer().run();
    await expect(link('after')).resolves.toMatchObject({ outcome: 'linked' });
    await expect(store.ping()).resolves.toBeUndefined();
    expect(await store.queries.findRepositoryRow('acme/app')).toMatchObject({ blobs: 2 });
  });

  it('has every acknowledged write when the server crashed in the middle of many', async () => {
    let acknowledged = 0;
    let isOver = false;
    const write = async (writer: number) => {
      for (let round = 0; !isOver && round < 5000; round += 1)
        await link(`${writer}-${round}`).then(
          () => (acknowledged += 1),
          () => {},
        );
    };
    const writing = Promise.all([1, 2, 3, 4].map(write));
    await eventually(async () => expect(acknowledged).toBeGreaterThan(50));
    await findServer().stop('crash');
    await findServer().run();
    await eventually(() => link('again'));
    isOver = true;
    await writing;

    const { blobs } = (await store.queries.findRepositoryRow('acme/app'))!;
    expect(blobs).toBeGreaterThanOrEqual(acknowledged + 1);
  });

  it('does not notice that its connections were ended while nobody used them', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => link(`blob ${index}`)));
    await findServer().query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
    );

    await expect(link('after')).resolves.toMatchObject({ outcome: 'linked' });
    await expect(store.queries.hasRepository('acme/app')).resolves.toBe(true);
  });

  it('gives up a command that waits for a lock longer than a statement may take, and keeps nothing of it', async () => {
    await store.commands.recordManifest(aManifest('m'));
    const holder = new pg.Client(findServer().url(database));
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE tags');
    await expect(store.commands.recordManifest(aManifest('n', { tags: ['v1'] }))).rejects.toMatchObject(
      unavailable,
    );
    await holder.query('ROLLBACK');
    await holder.end();

    expect(await store.queries.findRepositoryRow('acme/app')).toMatchObject({ manifests: 1, tags: 0 });
    await expect(store.commands.recordManifest(aManifest('n', { tags: ['v1'] }))).resolves.toMatchObject({
      outcome: 'recorded',
    });
  });

  it('says that a database which takes no writes is not available', async () => {
    await findServer().query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
    await findServer().query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
    );

    await expect(store.ping()).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('read-only'),
    });
    await expect(link('a')).rejects.toMatchObject(unavailable);
  });
});

describeOnPostgres(
  process.env,
  'a store whose Postgres has few connections',
  (findServer) => {
    it('answers what it can, refuses the rest as not available, and goes on', async () => {
      const url = findServer().url(await findServer().makeDatabase());
      const store = await openPostgresMetadata({ url, pool: 20 });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 60 }, (_, index) => store.commands.linkBlob(aBlob(`blob ${index}`))),
      );

      const linked = outcomes.filter(({ status }) => status === 'fulfilled');
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(linked.length).toBeGreaterThan(0);
      for (const refusal of refused) expect(refusal).toMatchObject({ reason: unavailable });
      expect(await store.queries.findRepositoryRow('acme/app')).toMatchObject({ blobs: linked.length });
      await store.close();
    });

    it('does not start when there is no connection left, and says what to do', async () => {
      const url = findServer().url(await findServer().makeDatabase());
      const holders = Array.from({ length: 3 }, () => new pg.Client(url));
      for (const holder of holders) await holder.connect();
      const refusal = openPostgresMetadata({ url });

      await expect(refusal).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringContaining('max_connections'),
      });
      for (const holder of holders) await holder.end();
    });
  },
  'max_connections=6',
  'superuser_reserved_connections=3',
);

describe('a server that takes connections and says nothing', () => {
  it('is given up after a few seconds', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const started = performance.now();

    await expect(openPostgresMetadata({ url: `postgres://a:b@127.0.0.1:${port}/c` })).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringMatching(/"c" on 127.0.0.1:\d+ .*timeout/),
    });
    expect(performance.now() - started).toBeLessThan(10_000);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
