import { setTimeout as sleep } from 'node:timers/promises';
import { Inspection } from '../durability/inspection.js';
import { PushStorm } from '../durability/push-storm.js';
import { until } from '../harness/condition.js';
import { describeCluster } from '../harness/describe-cluster.js';
import { Random } from '../harness/random.js';
import { probeStores } from '../harness/readiness.js';
import { RetryingClient } from '../harness/retrying-client.js';
import { countSetbacks, unclearSetbacks } from '../harness/setbacks.js';

const RESTARTS = Number(process.env['STORM_RESTARTS'] ?? 2);
/** Milliseconds that the storm goes on with a database, and without one. */
const UP = 3000;
const DOWN = 2000;

describeCluster('a push storm in which Postgres is restarted', (shared) => {
  it(
    'is answered with clear 503s meanwhile, goes on by itself, and loses nothing that was acknowledged',
    async () => {
      const client = new RetryingClient(shared.cluster.client.url);
      const storm = PushStorm.begin({ client, random: new Random(1), pushers: 6 });
      await sleep(UP);
      for (let restarts = 0; restarts < RESTARTS; restarts += 1) await restartDatabase(storm);
      const { blobs, manifests } = await storm.end();
      process.stdout.write(
        `storm with a database that restarts: ${RESTARTS} restarts; acknowledged ${blobs.size} blobs, ` +
          `${manifests.size} manifests; set back: ${countSetbacks(client.setbacks)}\n`,
      );
      expect(client.setbacks.length).toBeGreaterThan(0);
      expect(client.setbacks.filter(({ isOfRegistry }) => !isOfRegistry)).toEqual([]);
      expect(unclearSetbacks(client.setbacks)).toEqual([]);
      const inspection = new Inspection(shared.cluster.client, storm.ledger);
      expect(await inspection.run()).toEqual([]);
      expect(await inspection.completeUploads()).toEqual([]);
      await client.close();
    },
    RESTARTS * 30_000 + 60_000,
  );

  const readiness = (): Promise<string[]> => Promise.all(shared.cluster.clients.map(probeStores));
  const onAll = (word: string): string[] => shared.cluster.clients.map(() => word);

  async function restartDatabase({ ledger }: PushStorm): Promise<void> {
    const { postgres } = shared.cluster.stores;
    await postgres.stop();
    expect(await readiness()).toEqual(onAll('503: metadata down, blobs up'));
    await sleep(DOWN);
    await postgres.resume();
    await until(
      async () => (await readiness()).every((word) => word === '200: metadata up, blobs up'),
      20_000,
    );
    const before = ledger.manifests.size;
    await sleep(UP);
    expect(ledger.manifests.size).toBeGreaterThan(before);
  }
});
