import { MemoryBlobStore } from '@margo-registry/storage-core';
import { openPostgresMetadata, type MetadataStore } from '@margo-registry/storage-metadata';
/* eslint-disable @nx/enforce-module-boundaries -- tools is folders of scripts and no project */
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
import { PostgresServer } from '../../../../tools/servers/postgres.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { checkCollection } from '../testing/collection-property.js';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 30);
const program = findJudge('postgres');

if (program === undefined) {
  it('is looked at wherever CI runs', () => {
    process.stdout.write(`${skippedLine('postgres')}\n`);
    expect(process.env['CI']).toBeUndefined();
  });
} else {
  describe('the collector on Postgres', () => {
    const blobs = new MemoryBlobStore();
    let server: PostgresServer;
    let metadata: MetadataStore;
    beforeAll(async () => {
      server = await PostgresServer.start(program);
      metadata = await openPostgresMetadata({ url: server.url(await server.makeDatabase()) });
    }, 60_000);
    afterAll(async () => {
      await metadata.close();
      await server.remove();
    });

    it(
      'leaves what is reachable and takes what is not after its time, with its bytes, whatever the history',
      async () => {
        await checkCollection(() => ({ metadata, blobs }), RUNS);
      },
      60_000 + RUNS * 2000,
    );
  });
}
