import { until } from '../harness/condition.js';
import { Random } from '../harness/random.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { failuresOf } from '../harness/soundness.js';
import { countStored, deleteEverything, listRepositories } from './leftovers.js';
import { Storm, WITHOUT_MERCY } from './storm.js';

const MANIFESTS = Number(process.env['STORM_MANIFESTS'] ?? 1000);
const SEED = Number(process.env['STORM_SEED'] ?? Date.now() % 1_000_000_000);

describe(`pushes, mounts, moved tags and deletions beside a collector without a pause (STORM_SEED=${SEED})`, () => {
  const shared = shareRegistry({ environment: WITHOUT_MERCY });
  const storm = new Storm('storm', new Random(SEED));

  it(
    '40 gc-storm: every manifest that was acknowledged is whole for as long as it is there, the others were told what is missing',
    async () => {
      await storm.rage(
        shared.client,
        () => storm.counts.pushed >= MANIFESTS || storm.counts.faults.length > 0,
      );
      const { faults: _faults, ...counts } = storm.counts;
      process.stdout.write(`gc-storm: ${JSON.stringify(counts)}, STORM_SEED=${SEED}\n`);
      expect(await storm.inspect(shared.client)).toEqual([]);
      expect(failuresOf(shared.registry)).toEqual([]);
      expect(storm.counts.refused).toBeGreaterThan(0);
      for (const kind of ['link', 'manifest'])
        expect((await shared.client.get('/metrics')).text).toMatch(
          new RegExp(`collection_collected_total\\{kind="${kind}"\\} [1-9]`),
        );
    },
    60_000 + 60 * MANIFESTS,
  );

  it('leaves nothing behind when everything is deleted, neither facts nor bytes [END10-03]', async () => {
    await deleteEverything(shared.client);
    await until(async () => (await countStored(shared.registry)) === 0, 20_000);
    await until(async () => (await listRepositories(shared.client)).length === 0, 5000);
  }, 30_000);
});
