import { MemoryBlobStore } from '@margo-registry/storage-core';
import { openSqliteMetadata, type MetadataStore } from '@margo-registry/storage-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCollection } from '../testing/collection-property.js';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 60);

describe('the collector on SQLite', () => {
  const blobs = new MemoryBlobStore();
  let directory: string;
  let metadata: MetadataStore;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-model-'));
    metadata = await openSqliteMetadata({ file: join(directory, 'registry.db'), threaded: false });
  });
  afterAll(async () => {
    await metadata.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('leaves what is reachable and takes what is not after its time, with its bytes, whatever the history', async () => {
    await checkCollection(() => ({ metadata, blobs }), RUNS);
  }, 120_000);
});
