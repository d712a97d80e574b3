import { jest } from '@jest/globals';
import { isStorageError } from '@margo-registry/storage-core';
import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, digestOf } from '../../testing/builders.js';
import { useFolder } from '../../testing/temporary-store.js';
import { prepareDatabase } from './foundation.js';
import { SqliteConnection } from './sqlite-connection.js';
import { writeInThread } from './writer-channel.js';
import { WriterClient } from './writer-client.js';

/** A command that writes its repository and then fails: a fraction is no size. */
const broken = aBlob('broken', { repository: 'broken', size: 0.5 });

describe('the writer', () => {
  const folder = useFolder();
  let connection: SqliteConnection;
  let reader: SqliteConnection;
  let client: WriterClient;

  beforeEach(async () => {
    const file = `${folder.path}/registry.db`;
    await prepareDatabase(file);
    connection = await SqliteConnection.open(file);
    reader = await SqliteConnection.open(file);
    client = await WriterClient.connect((events) => writeInThread(connection, events));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await reader.close();
    await client.close();
  });

  const repositories = (from = reader): string[] =>
    from.all<{ name: string }>(sql`SELECT name FROM repositories ORDER BY name`).map(({ name }) => name);
  const commits = (exec: { mock: { calls: unknown[][] } }): number =>
    exec.mock.calls.filter(([text]) => text === 'COMMIT').length;

  it('runs what waits in one transaction, at most 32 commands', async () => {
    const exec = jest.spyOn(connection, 'exec');
    await Promise.all(
      Array.from({ length: 70 }, (_, index) => client.commands.linkBlob(aBlob(`blob ${index}`))),
    );

    expect(commits(exec)).toBe(3);
  });

  it('answers after the commit and not before', async () => {
    const order: string[] = [];
    const exec = connection.exec.bind(connection);
    jest.spyOn(connection, 'exec').mockImplementation((text) => {
      if (text === 'COMMIT') order.push('commit');
      exec(text);
    });
    const answers = ['a', 'b'].map((text) =>
      client.commands.linkBlob(aBlob(text)).then(() => order.push('answer')),
    );
    await Promise.all(answers);

    expect(order).toEqual(['commit', 'answer', 'answer']);
  });

  it('shows a reader nothing before the commit, and nothing of what is rolled back', async () => {
    const seen: string[][] = [];
    const exec = connection.exec.bind(connection);
    jest.spyOn(connection, 'exec').mockImplementation((text) => {
      seen.push(repositories());
      exec(text);
    });
    const calls = [
      client.commands.linkBlob(aBlob('a')),
      client.commands.linkBlob(broken),
      client.commands.linkBlob(aBlob('b')),
    ];
    await Promise.allSettled(calls);

    expect(seen.length).toBeGreaterThan(6);
    expect(seen.flat()).toEqual([]);
    expect(repositories()).toEqual(['acme/app']);
  });

  it('lets a command that throws hurt no other in its batch, before it or after it', async () => {
    const exec = jest.spyOn(connection, 'exec');
    const outcomes = await Promise.allSettled([
      client.commands.linkBlob(aBlob('before')),
      client.commands.linkBlob(broken),
      client.commands.recordManifest(aManifest('m', { repository: 'refused', ifMatch: ['*'] })),
      client.commands.linkBlob(aBlob('after', { repository: 'z' })),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(commits(exec)).toBe(1);
    expect(repositories()).toEqual(['acme/app', 'z']);
    expect(reader.all(sql`SELECT digest FROM blobs`)).toHaveLength(2);
  });

  it('rejects a mistake in the input as a plain error, which is no fault of the database', async () => {
    const error = await client.commands.linkBlob(broken).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(Error);
    expect(isStorageError(error)).toBe(false);
  });

  it('survives a value of a type that the driver cannot bind', async () => {
    const wrong = aBlob('wrong', { size: true as unknown as number });

    await expect(client.commands.linkBlob(wrong)).rejects.toThrow(/type boolean/);
    await expect(client.commands.linkBlob(aBlob('right'))).resolves.toMatchObject({ outcome: 'linked' });
  });

  it('refuses a whole batch when the disk is full, and goes on when there is space again', async () => {
    await client.commands.linkBlob(aBlob('first'));
    const pages = reader.all<{ page_count: number }>(sql`PRAGMA page_count`)[0]!.page_count;
    connection.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const big = aBlob('big', { repository: 'big', content: { payload: Buffer.alloc(100_000) } });
    const small = aBlob('small', { repository: 'small' });
    const outcomes = await Promise.allSettled([
      client.commands.linkBlob(small),
      client.commands.linkBlob(big),
    ]);

    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'full', driver: 'sqlite' } });
    expect(repositories()).toEqual(['acme/app']);
    connection.exec('PRAGMA max_page_count = 1000000');
    await expect(client.commands.linkBlob(big)).resolves.toMatchObject({ outcome: 'linked' });
    expect(repositories()).toEqual(['acme/app', 'big']);
  });

  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_IOERR_FSYNC', 'unavailable'],
    ['SQLITE_CORRUPT', 'corrupt'],
  ])(
    'refuses a whole batch when the commit fails with %s, and is checked by a trial write then',
    async (code, kind) => {
      const exec = connection.exec.bind(connection);
      const failing = jest.spyOn(connection, 'exec').mockImplementation((text) => {
        if (text === 'COMMIT') throw Object.assign(new Error('no'), { code });
        exec(text);
      });
      const calls = ['a', 'b'].map((text) => client.commands.linkBlob(aBlob(text)));

      for (const outcome of await Promise.allSettled(calls))
        expect(outcome).toMatchObject({ status: 'rejected', reason: { kind } });
      await expect(client.call('checkWritable', {})).rejects.toMatchObject({ kind });
      failing.mockRestore();
      const run = jest.spyOn(connection, 'run');
      await client.call('checkWritable', {});
      await client.call('checkWritable', {});
      expect(run).toHaveBeenCalledTimes(1);
      expect(repositories()).toEqual([]);
      await expect(client.commands.linkBlob(aBlob('a'))).resolves.toMatchObject({ outcome: 'linked' });
    },
  );

  it('leaves the bytes of the caller alone, even when they are a part of a pool', async () => {
    const pool = Buffer.from('xxpayloadxx');
    const payload = pool.subarray(2, 9);
    const linking = client.commands.linkBlob(aBlob('payload', { content: { payload } }));
    expect(pool.toString()).toBe('xxpayloadxx');
    pool.fill(0);
    await linking;

    expect(reader.all(sql`SELECT payload FROM small_blobs`)).toEqual([{ payload: Buffer.from('payload') }]);
  });

  it('finishes what was asked before it closes and refuses what comes later', async () => {
    const early = client.commands.linkBlob(aBlob('early'));
    const closing = client.close();

    await expect(client.commands.linkBlob(aBlob('late'))).rejects.toMatchObject({ kind: 'unavailable' });
    await closing;
    await expect(early).resolves.toMatchObject({ outcome: 'linked' });
    expect(reader.all(sql`SELECT digest FROM blobs`)).toEqual([{ digest: digestOf('early') }]);
  });

  it('takes its own clock where a command brings no time', async () => {
    const before = Date.now();
    await client.commands.linkBlob(aBlob('a'));
    await client.commands.linkBlob(aBlob('b', { now: 5 }));

    const times = reader.all<{ created_at: number }>(sql`SELECT created_at FROM blobs ORDER BY created_at`);
    expect(times[0]).toEqual({ created_at: 5 });
    expect(times[1]!.created_at).toBeGreaterThanOrEqual(before);
  });
});
