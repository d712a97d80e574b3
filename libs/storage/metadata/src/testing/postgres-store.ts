import pg from 'pg';
import { PostgresTransaction } from '../engines/postgres/postgres-transaction.js';
import { openPostgresMetadata } from '../engines/postgres/open.js';
import type { MetadataStore } from '../metadata-store.js';
import type { PostgresServer } from './postgres-server.js';
import type { TemporaryStore, UseStore } from './store-fixture.js';

const TABLES =
  'leases, repositories, blobs, small_blobs, repository_blobs, manifests, manifest_refs, tags, uploads, doomed_locations, sightings, ' +
  'reports, packages, package_words';

/** One store for all tests of a file, emptied before each of them. */
export function postgresStores(findServer: () => PostgresServer): UseStore {
  let store: MetadataStore;
  let beside: pg.Client;
  beforeAll(async () => {
    const url = findServer().url(await findServer().makeDatabase());
    store = await openPostgresMetadata({ url });
    beside = new pg.Client(url);
    await beside.connect();
  });
  afterAll(async () => {
    await beside.end();
    await store.close();
  });
  return () => {
    const temporary = {} as TemporaryStore;
    beforeEach(async () => {
      await beside.query(`TRUNCATE ${TABLES} RESTART IDENTITY`);
      Object.assign(temporary, { store, beside: new PostgresTransaction(beside) });
    });
    return temporary;
  };
}
