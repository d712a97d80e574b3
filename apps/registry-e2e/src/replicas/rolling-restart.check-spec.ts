import { setTimeout as sleep } from 'node:timers/promises';
import { Inspection } from '../durability/inspection.js';
import { PushStorm } from '../durability/push-storm.js';
import { describeCluster } from '../harness/describe-cluster.js';
import { PullLoad } from '../harness/pull-load.js';
import { Random } from '../harness/random.js';
import { RetryingClient } from '../harness/retrying-client.js';
import { countSetbacks, unclearSetbacks } from '../harness/setbacks.js';

const SEED = Number(process.env['STORM_SEED'] ?? Date.now() % 1_000_000_000);
const ROUNDS = Number(process.env['ROLLING_ROUNDS'] ?? 1);
/** Milliseconds between the start of one replica and the stop of the next. */
const PAUSE = 1000;

describeCluster(`a rolling restart of three replicas under load (STORM_SEED=${SEED})`, (shared) => {
  it(
    'costs no request that is sent once more, and no replica ends before its requests do',
    async () => {
      const { url } = shared.cluster.client;
      const client = new RetryingClient(url, 1);
      const pulls = await PullLoad.begin({ client, pullers: 4 });
      const storm = PushStorm.begin({ client, random: new Random(SEED), pushers: 6 });
      const codes = await restartAll();
      const pulled = await pulls.end();
      const { blobs, manifests } = await storm.end();
      process.stdout.write(
        `rolling restarts: ${codes.length}, STORM_SEED=${SEED}; acknowledged ${blobs.size} blobs, ${manifests.size} manifests; ` +
          `pulled ${pulled}; set back: ${countSetbacks(client.setbacks)}\n`,
      );
      expect(codes).toEqual(Array(3 * ROUNDS).fill(0));
      expect(unclearSetbacks(client.setbacks)).toEqual([]);
      expect(manifests.size).toBeGreaterThan(3 * ROUNDS);
      expect(pulled).toBeGreaterThan(3 * ROUNDS);
      expect(await new Inspection(shared.cluster.client, storm.ledger).run()).toEqual([]);
      await client.close();
    },
    ROUNDS * 60_000,
  );

  async function restartAll(): Promise<(number | null)[]> {
    const codes: (number | null)[] = [];
    for (let count = 0; count < 3 * ROUNDS; count += 1) {
      await sleep(PAUSE);
      codes.push(await shared.cluster.restart(count % 3));
    }
    return codes;
  }
});
