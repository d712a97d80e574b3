import { setTimeout as sleep } from 'node:timers/promises';
import { Inspection } from '../durability/inspection.js';
import { PushStorm } from '../durability/push-storm.js';
import { until } from '../harness/condition.js';
import { describeCluster } from '../harness/describe-cluster.js';
import { Random } from '../harness/random.js';
import { probeStores } from '../harness/readiness.js';
import { RetryingClient } from '../harness/retrying-client.js';
import { countSetbacks, unclearSetbacks } from '../harness/setbacks.js';

/** Milliseconds; one call of the store may take 10 s. */
const HALT = Number(process.env['STORM_HALT_SECONDS'] ?? 12) * 1000;
const UP = 3000;
/** Milliseconds until whoever waits for a silent store is told: the limit of a call, and what a busy machine adds. */
const TOLD_WITHIN = 20_000;

describeCluster('a push storm in which MinIO is halted', (shared) => {
  const readiness = (): Promise<string[]> => Promise.all(shared.cluster.clients.map(probeStores));
  const onAll = (word: string): string[] => shared.cluster.clients.map(() => word);

  it(
    'is answered with clear 503s within the time limit, goes on with small content, and with all of it afterwards',
    async () => {
      const client = new RetryingClient(shared.cluster.client.url);
      const storm = PushStorm.begin({ client, random: new Random(1), pushers: 6, packagers: 2 });
      await sleep(UP);
      await haltBucket(storm);
      const { blobs, manifests } = await storm.end();
      process.stdout.write(
        `storm with a halted store: ${HALT / 1000} s; acknowledged ${blobs.size} blobs, ${manifests.size} manifests; ` +
          `set back: ${countSetbacks(client.setbacks)}, after ${longest(client) / 1000} s at most\n`,
      );
      expect(client.setbacks.length).toBeGreaterThan(0);
      expect(client.setbacks.filter(({ isOfRegistry }) => !isOfRegistry)).toEqual([]);
      expect(unclearSetbacks(client.setbacks)).toEqual([]);
      expect(longest(client)).toBeLessThan(TOLD_WITHIN);
      const inspection = new Inspection(shared.cluster.client, storm.ledger);
      expect(await inspection.run()).toEqual([]);
      expect(await inspection.completeUploads()).toEqual([]);
      await client.close();
    },
    HALT + 120_000,
  );

  async function haltBucket({ ledger }: PushStorm): Promise<void> {
    const { minio } = shared.cluster.stores;
    const [started, before] = [Date.now(), ledger.manifests.size];
    minio.halt();
    expect(await readiness()).toEqual(onAll('503: metadata up, blobs down'));
    await sleep(HALT - (Date.now() - started));
    expect(ledger.manifests.size).toBeGreaterThan(before);
    minio.goOn();
    await until(
      async () => (await readiness()).every((word) => word === '200: metadata up, blobs up'),
      20_000,
    );
    const afterwards = ledger.blobs.size;
    await sleep(UP);
    expect(ledger.blobs.size).toBeGreaterThan(afterwards);
  }

  const longest = ({ setbacks }: RetryingClient): number => Math.max(...setbacks.map(({ took }) => took));
});
