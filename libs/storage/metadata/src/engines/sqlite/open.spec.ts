import { existsSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isStorageError } from '@margo-registry/storage-core';
import { DatabaseNewerError } from '../../database-newer-error.js';
import type { MetadataStore } from '../../metadata-store.js';
import { sql } from '../../sql/statement.js';
import { aBlob, aManifest, digestOf } from '../../testing/builders.js';
import { useFolder } from '../../testing/temporary-store.js';
import { DatabaseHeldError } from './database-errors.js';
import { openSqliteMetadata } from './open.js';
import { SqliteConnection } from './sqlite-connection.js';
import { builtThread } from './writer-channel.js';

describe('openSqliteMetadata', () => {
  const folder = useFolder();
  const opened: MetadataStore[] = [];
  const open = async (name = 'registry.db', threaded = false): Promise<MetadataStore> => {
    const store = await openSqliteMetadata({ file: join(folder.path, name), threaded });
    opened.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  it('makes the directory and says who the store is, the same at every start', async () => {
    const first = await open('a/b/registry.db');
    await first.close();
    const second = await open('a/b/registry.db');

    expect(second.identity).toEqual(first.identity);
    expect(second.identity.signingKey).toHaveLength(32);
    expect((await open('other.db')).identity.id).not.toBe(first.identity.id);
  });

  it('keeps what was written', async () => {
    const first = await open();
    await first.commands.recordManifest(aManifest('m', { tags: ['v1'] }));
    await first.close();

    expect(await (await open()).queries.findManifest('acme/app', { tag: 'v1' })).toMatchObject({
      digest: digestOf('m'),
    });
  });

  it('closes twice, and takes nothing after that', async () => {
    const store = await open();
    await Promise.all([store.close(), store.close()]);
    await store.close();

    const refused = { kind: 'unavailable', driver: 'sqlite' };
    await expect(store.queries.hasRepository('a')).rejects.toMatchObject(refused);
    await expect(store.queries.findManifest('a', { tag: 'b' })).rejects.toMatchObject(refused);
    await expect(store.commands.linkBlob(aBlob('a'))).rejects.toMatchObject(refused);
    await expect(store.ping()).rejects.toMatchObject(refused);
  });

  it('refuses a file that is held, by whatever name, with a sentence that names it', async () => {
    await mkdir(join(folder.path, 'data'));
    await open('data/registry.db');
    await symlink(join(folder.path, 'data'), join(folder.path, 'linked'));
    await symlink(join(folder.path, 'data/registry.db'), join(folder.path, 'alias.db'));

    for (const name of ['data/registry.db', 'linked/registry.db', 'alias.db']) {
      const refusal = await open(name).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DatabaseHeldError);
      expect(refusal).toMatchObject({
        kind: 'conflict',
        message: expect.stringMatching(/registry\.db is in use by another process; stop/),
      });
    }
  });

  it('refuses a database that a newer program has migrated, and leaves it alone', async () => {
    await (await open()).close();
    const file = join(folder.path, 'registry.db');
    const newer = await SqliteConnection.open(file);
    newer.run(sql`INSERT INTO migrations (timestamp, name) VALUES (9, 'packages-0000000000009')`);
    await newer.close();

    const refusal = await open().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DatabaseNewerError);
    expect(refusal).toMatchObject({
      message: expect.stringMatching(
        /newer version of the registry .*packages-0000000000009.*; run that version/,
      ),
    });
    await expect(open()).rejects.toBeInstanceOf(DatabaseNewerError);
  });

  it('names the file when it is no database, or cannot be one', async () => {
    writeFileSync(join(folder.path, 'text.db'), 'not a database '.repeat(100));
    writeFileSync(join(folder.path, 'file'), '');
    await mkdir(join(folder.path, 'directory.db'));

    await expect(open('text.db')).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining('text.db'),
    });
    await expect(open('directory.db')).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('directory.db'),
    });
    await expect(open('file/registry.db')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('writes safely and reads without the right to write', async () => {
    const connection = await SqliteConnection.open(join(folder.path, 'plain.db'));
    const ask = (statement: ReturnType<typeof sql>) =>
      Object.values(connection.all<object>(statement)[0]!)[0];

    expect(ask(sql`PRAGMA journal_mode`)).toBe('wal');
    expect(ask(sql`PRAGMA synchronous`)).toBe(2);
    expect(ask(sql`PRAGMA foreign_keys`)).toBe(1);
    await connection.close();
  });

  it('leaves an empty log behind when it closes', async () => {
    const store = await open();
    await store.commands.linkBlob(aBlob('a'));
    await store.close();

    const wal = join(folder.path, 'registry.db-wal');
    expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
  });
});

describe('the writer thread', () => {
  const folder = useFolder();
  let store: MetadataStore;
  beforeEach(async () => {
    store = await openSqliteMetadata({ file: join(folder.path, 'registry.db') });
  });
  afterEach(() => store.close());

  it('runs commands beside this thread, with bytes both ways', async () => {
    const bytes = Buffer.from('kept');
    const kept = await store.commands.keepUploadBytes({
      id: 'u',
      repository: 'r',
      caller: null,
      expectedSize: 0,
      bytes,
    });
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => store.commands.linkBlob(aBlob(`blob ${index}`))),
    );

    expect(kept).toMatchObject({ outcome: 'kept', upload: { bytes } });
    expect('upload' in kept && Buffer.isBuffer(kept.upload.bytes)).toBe(true);
    expect(await store.queries.findBlob('acme/app', digestOf('blob 99'))).toMatchObject({
      payload: Buffer.from('blob 99'),
    });
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('shows an acknowledged write to the next read', async () => {
    for (let round = 0; round < 50; round += 1) {
      await store.commands.recordManifest(aManifest(`m${round}`, { tags: ['v1'] }));
      expect(await store.queries.findManifest('acme/app', { tag: 'v1' })).toMatchObject({
        digest: digestOf(`m${round}`),
      });
    }
  });

  it('rejects mistakes of the caller as plain errors and goes on', async () => {
    const error = await store.commands.linkBlob(aBlob('a', { size: 0.5 })).catch((reason: unknown) => reason);

    expect(isStorageError(error)).toBe(false);
    expect(error).toMatchObject({ message: expect.stringContaining('REAL') });
    await expect(store.commands.linkBlob(aBlob('a'))).resolves.toMatchObject({ outcome: 'linked' });
  });
});

describe('a process that holds a database', () => {
  const folder = useFolder();
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  /** Opens the file, links blobs without end and prints a dot for each that was acknowledged. */
  const PROGRAM = `
    const { openSqliteMetadata } = await import(process.argv[1]);
    const { commands } = await openSqliteMetadata({ file: process.argv[2] });
    for (let size = 1; ; size += 1) {
      await commands.linkBlob({ repository: 'r', digest: 'd' + size, size, content: { payload: Buffer.alloc(size) } });
      process.stdout.write('.');
    }`;

  it('keeps others out, and its lock is free when it was killed, with every acknowledged write in place', async () => {
    const file = join(folder.path, 'registry.db');
    const built = new URL('../../index.js', builtThread(import.meta.url)).href;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM, built, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let acknowledged = 0;
    child.stdout!.on('data', (dots: Buffer) => (acknowledged += dots.length));
    await once(child.stdout!, 'data');
    await expect(openSqliteMetadata({ file, threaded: false })).rejects.toBeInstanceOf(DatabaseHeldError);

    child.kill('SIGKILL');
    await once(child, 'close');
    const store = await openSqliteMetadata({ file, threaded: false });
    const row = await store.queries.findRepositoryRow('r');
    expect(acknowledged).toBeGreaterThan(0);
    expect(row!.blobs).toBeGreaterThanOrEqual(acknowledged);
    await store.close();
  });
});
