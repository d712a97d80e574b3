import { setTimeout as sleep } from 'node:timers/promises';
import { Inspection } from '../durability/inspection.js';
import { PushStorm } from '../durability/push-storm.js';
import { describeCluster } from '../harness/describe-cluster.js';
import { Random } from '../harness/random.js';
import { RetryingClient } from '../harness/retrying-client.js';
import { countSetbacks, unclearSetbacks } from '../harness/setbacks.js';

const KILLS = Number(process.env['STORM_KILLS'] ?? 4);
const SEED = Number(process.env['STORM_SEED'] ?? Date.now() % 1_000_000_000);
/** Milliseconds from the start of a replica to the next kill. */
const PAUSE = 1000;

describeCluster(`a push storm in which replicas are killed (STORM_SEED=${SEED})`, (shared) => {
  it(
    'loses nothing that was acknowledged and shows nothing by halves',
    async () => {
      const client = new RetryingClient(shared.cluster.client.url);
      const random = new Random(SEED);
      const storm = PushStorm.begin({ client, random, pushers: 8 });
      const started = Date.now();
      await killReplicas(random);
      const seconds = Math.round((Date.now() - started) / 1000);
      const { blobs, manifests, uploads } = await storm.end();
      process.stdout.write(
        `storm with kills: ${seconds} s, ${KILLS} kills, STORM_SEED=${SEED}; acknowledged ${blobs.size} blobs, ` +
          `${manifests.size} manifests; open uploads ${uploads.size}; set back: ${countSetbacks(client.setbacks)}\n`,
      );
      expect(unclearSetbacks(client.setbacks)).toEqual([]);
      expect(manifests.size).toBeGreaterThan(10 * KILLS);
      const inspection = new Inspection(shared.cluster.client, storm.ledger);
      expect(await inspection.run()).toEqual([]);
      expect(await inspection.completeUploads()).toEqual([]);
      await client.close();
    },
    KILLS * 15_000 + 60_000,
  );

  async function killReplicas(random: Random): Promise<void> {
    for (let kills = 0; kills < KILLS; kills += 1) {
      await sleep(PAUSE);
      const replica = random.below(shared.cluster.clients.length);
      await shared.cluster.kill(replica);
      await shared.cluster.restart(replica);
    }
  }
});
