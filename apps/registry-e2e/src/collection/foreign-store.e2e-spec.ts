import { digestOf } from '@margo-registry/oci/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushBlob } from '../harness/pushes.js';
import { refusedStart } from '../harness/refused-start.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { countStored } from './leftovers.js';
import { WITHOUT_MERCY } from './storm.js';

const LARGE = 'somebody else’s '.repeat(10_000);

describe('a blob store that belongs to another database', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-foreign-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const withOwner = async (work: (client: RegistryClient) => Promise<unknown>): Promise<void> => {
    const owner = await RunningRegistry.start({ directory });
    const client = new RegistryClient(owner.url);
    await work(client);
    await client.close();
    await owner.stop();
  };

  it('is refused at the start, so that nothing in it is ever swept or collected', async () => {
    await withOwner((client) => pushBlob(client, 'foreign/app', LARGE));
    const refused = await refusedStart({
      ...WITHOUT_MERCY,
      REGISTRY_BLOBS_DIRECTORY: join(directory, 'blobs'),
      REGISTRY_METADATA_FILE: join(directory, 'another.db'),
    });
    expect([refused.code, refused.stderr]).toEqual([
      78,
      expect.stringContaining('The blob store belongs to another database'),
    ]);
    expect(await countStored({ directory })).toBe(1);
    await withOwner(async (client) => {
      const answer = await client.get(`/v2/foreign/app/blobs/${digestOf(LARGE)}`);
      expect(answer.text).toBe(LARGE);
    });
  }, 60_000);
});
