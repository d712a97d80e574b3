import pg from 'pg';
import type { MetadataStore } from '../../metadata-store.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from '../../testing/builders.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { linkFreshBlob } from './link-fresh-blob.js';
import { openPostgresMetadata } from './open.js';
import { PostgresTransaction } from './postgres-transaction.js';

describeOnPostgres(process.env, 'linking a blob in one statement', (findServer) => {
  let store: MetadataStore;
  let client: pg.Client;
  let tx: PostgresTransaction;
  beforeAll(async () => {
    const url = findServer().url(await findServer().makeDatabase());
    store = await openPostgresMetadata({ url });
    client = new pg.Client(url);
    await client.connect();
    tx = new PostgresTransaction(client);
    await store.commands.linkBlob(aBlob('first'));
  });
  afterAll(async () => {
    await client.end();
    await store.close();
  });

  const countRows = async (): Promise<unknown> => {
    const tables = ['repositories', 'blobs', 'small_blobs', 'repository_blobs', 'doomed_locations'];
    const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
    return (await client.query(`SELECT ${counts.join(', ')}`)).rows;
  };

  it('keeps fresh bytes beside the facts, or their location', async () => {
    expect(await linkFreshBlob(tx, aBlob('small'), 5)).toEqual({ outcome: 'linked', location: null });
    expect(await linkFreshBlob(tx, aStoredBlob('large', 'l/1'), 5)).toEqual({
      outcome: 'linked',
      location: 'l/1',
    });
    expect(await store.queries.findBlob('acme/app', digestOf('small'))).toMatchObject({
      payload: Buffer.from('small'),
      location: null,
      touchedAt: 5,
    });
    expect(await store.queries.findBlob('acme/app', digestOf('large'))).toMatchObject({
      payload: null,
      location: 'l/1',
    });
  });

  it('gives the link to manifests that were accepted while it was absent', async () => {
    const references = [aReference('awaited')];
    await store.commands.recordManifest(aManifest('m', { references, absentReferences: 'accept' }));
    await linkFreshBlob(tx, aBlob('awaited'), 5);
    const { rows } = await client.query('SELECT digest, blob FROM manifest_refs');
    expect(rows).toEqual([{ digest: digestOf('awaited'), blob: digestOf('awaited') }]);
  });

  it.each([
    ['of a repository that is not there', aBlob('new', { repository: 'nobody/knows' })],
    ['whose bytes are there', aBlob('first')],
    ['whose bytes are there, in another place', aStoredBlob('first', 'l/2')],
    ['that ends an upload', aBlob('new', { upload: { id: 'u', fence: 1 } })],
    ['that leaves segments behind', aBlob('new', { leftovers: ['l/3'] })],
  ])('leaves a blob %s to the command, having changed nothing', async (_case, input) => {
    const before = await countRows();
    expect(await linkFreshBlob(tx, input, 5)).toBeUndefined();
    expect(await countRows()).toEqual(before);
  });
});
