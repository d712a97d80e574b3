import { digestOf } from '@margo-registry/oci/testing';
import { until } from '../harness/condition.js';
import { demand, pushBlob, pushImage } from '../harness/pushes.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { countStored } from './leftovers.js';

const API = '/api/v1/maintenance';
const LARGE = 'large '.repeat(20_000);
const PATIENT = { REGISTRY_COLLECTION_GRACE: '0s', REGISTRY_COLLECTION_INTERVAL: '1h' };

describe('collection on request', () => {
  const shared = shareRegistry({ environment: PATIENT });
  const collect = async (query = '') =>
    demand(await shared.client.post(`${API}/collect${query}`), 200).json as {
      totals: Record<string, number>;
    };

  it('leaves what a manifest uses, takes what nothing uses, and says so in a dry run before [END10-03]', async () => {
    await pushImage(shared.client, 'collected/app', 'v1');
    await pushBlob(shared.client, 'collected/app', LARGE);
    expect(await collect('?dryRun=true')).toMatchObject({
      dryRun: true,
      bytes: LARGE.length,
      totals: { link: 1, manifest: 0 },
      collected: [{ kind: 'link', digest: digestOf(LARGE), repository: 'collected/app' }],
    });
    const path = `/v2/collected/app/blobs/${digestOf(LARGE)}`;
    expect((await shared.client.get(path)).text).toBe(LARGE);
    expect(await collect()).toMatchObject({ dryRun: false, bytes: LARGE.length });
    expect((await shared.client.get(path)).status).toBe(404);
    expect((await shared.client.get(`/v2/collected/app/blobs/${digestOf('layer of v1')}`)).status).toBe(200);
  });

  it('leaves bytes in place as long as any repository has them [END10-03]', async () => {
    const content = `${LARGE} in two`;
    const digest = await pushBlob(shared.client, 'collected/one', content);
    demand(
      await shared.client.post(`/v2/collected/two/blobs/uploads/?mount=${digest}&from=collected/one`),
      201,
    );
    const before = await countStored(shared.registry);
    demand(await shared.client.delete(`/v2/collected/one/blobs/${digest}`), 202);
    expect((await shared.client.get(`/v2/collected/two/blobs/${digest}`)).text).toBe(content);
    expect(await countStored(shared.registry)).toBe(before);
  });
});

describe('bytes that no repository has', () => {
  const shared = shareRegistry({ environment: { ...PATIENT, REGISTRY_COLLECTION_INTERVAL: '20ms' } });

  it('go from the disk after the grace time, as the deletion of the last link said [END10-03]', async () => {
    const digest = await pushBlob(shared.client, 'last/one', LARGE);
    await shared.client.delete(`/v2/last/one/blobs/${digest}`);
    await until(async () => (await countStored(shared.registry)) === 0, 10_000);
  });
});
