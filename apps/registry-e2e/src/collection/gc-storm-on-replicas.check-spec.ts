import { until } from '../harness/condition.js';
import { describeCluster } from '../harness/describe-cluster.js';
import { demand } from '../harness/pushes.js';
import { Random } from '../harness/random.js';
import { deleteEverything, listRepositories } from './leftovers.js';
import { Storm, WITHOUT_MERCY } from './storm.js';

const MANIFESTS = Number(process.env['STORM_MANIFESTS'] ?? 400);
const SEED = Number(process.env['STORM_SEED'] ?? Date.now() % 1_000_000_000);

describeCluster(
  `pushes, mounts, moved tags and deletions on three replicas, each of which collects without a pause (STORM_SEED=${SEED})`,
  (shared) => {
    const storm = new Storm('storm', new Random(SEED));

    /** What the replicas together have collected of a kind. */
    const countCollected = async (kind: string): Promise<number> => {
      const counter = new RegExp(`collection_collected_total\\{kind="${kind}"\\} (\\d+)`);
      const pages = await Promise.all(shared.cluster.clients.map((client) => client.get('/metrics')));
      return pages.reduce((sum, { text }) => sum + Number(counter.exec(text)?.[1] ?? 0), 0);
    };
    /** Everything in the bucket, as the registry lists it. */
    const countStored = async (): Promise<number> => {
      const answer = await shared.cluster.client.post('/api/v1/maintenance/sweep-orphans');
      return (demand(answer, 200).json as { stored: number }).stored;
    };
    const failures = (): string[] => shared.cluster.logs.flat().filter((line) => /"level":[56]0/.test(line));

    it(
      '40 gc-storm: every manifest that was acknowledged is whole for as long as it is there, on every replica',
      async () => {
        const { client } = shared.cluster;
        await storm.rage(client, () => storm.counts.pushed >= MANIFESTS || storm.counts.faults.length > 0);
        const { faults: _faults, ...counts } = storm.counts;
        process.stdout.write(`gc-storm on replicas: ${JSON.stringify(counts)}, STORM_SEED=${SEED}\n`);
        expect(await storm.inspect(client)).toEqual([]);
        expect(failures()).toEqual([]);
        expect(storm.counts.refused).toBeGreaterThan(0);
        for (const kind of ['link', 'manifest']) expect(await countCollected(kind)).toBeGreaterThan(0);
      },
      60_000 + 120 * MANIFESTS,
    );

    it('leaves nothing behind when everything is deleted, neither facts nor bytes [END10-03]', async () => {
      await deleteEverything(shared.cluster.client);
      await until(async () => (await countStored()) === 0, 20_000);
      await until(async () => (await listRepositories(shared.cluster.client)).length === 0, 5000);
    }, 30_000);
  },
  WITHOUT_MERCY,
);
