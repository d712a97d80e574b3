import { setTimeout as delay } from 'node:timers/promises';
import { describeCluster } from '../harness/describe-cluster.js';
import { pushImage } from '../harness/pushes.js';

const MODE = '/api/v1/maintenance/read-only';
const UPLOADS = '/v2/replicas/read-only/blobs/uploads/';
/** What a replica may remember: a second. */
const BOUND = 1_000;

describeCluster('three replicas of which one is told to be read-only', (shared) => {
  const askAll = (): Promise<number[]> =>
    Promise.all(shared.cluster.clients.map(async (client) => (await client.post(UPLOADS)).status));

  it('all refuse pushes a second later, also one that was started again, and take them again a second after the end', async () => {
    const { cluster } = shared;
    await pushImage(cluster.client, 'replicas/read-only', 'v1');
    expect(await askAll()).toEqual([202, 202, 202]);

    expect((await cluster.replica(0).put(`${MODE}?reason=drill`)).status).toBe(200);
    expect((await cluster.replica(0).post(UPLOADS)).status).toBe(503);
    await delay(BOUND);
    expect(await askAll()).toEqual([503, 503, 503]);
    await cluster.restart(1);
    expect(await askAll()).toEqual([503, 503, 503]);
    expect((await cluster.replica(2).get('/v2/replicas/read-only/manifests/v1')).status).toBe(200);

    expect((await cluster.replica(2).delete(MODE)).status).toBe(200);
    await delay(BOUND);
    expect(await askAll()).toEqual([202, 202, 202]);
  }, 60_000);
});
