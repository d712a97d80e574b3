import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../harness/condition.js';
import { Random } from '../harness/random.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { failuresOf } from '../harness/soundness.js';
import { deleteEverything, listRepositories } from './leftovers.js';
import { Storm, WITHOUT_MERCY } from './storm.js';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 3);
const SEED = Number(process.env['STORM_SEED'] ?? Date.now() % 1_000_000_000);
const LONGEST_LIFE = 1500;

describe(`a registry that is killed while it collects (STORM_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  let directory: string;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-killed-'));
    await start();
  }, 30_000);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await rm(directory, { recursive: true, force: true });
  }, 40_000);

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'has every acknowledged manifest whole after kill %d, and shows nothing by halves',
    async (round) => {
      const storm = new Storm(`round-${round}`, random);
      let isOver = false;
      const raging = storm.rage(client, () => isOver);
      await sleep(300 + random.below(LONGEST_LIFE));
      isOver = true;
      await registry.kill();
      await client.close();
      await raging;
      await start();
      expect(await storm.inspect(client)).toEqual([]);
      expect(storm.counts.pushed).toBeGreaterThan(0);
      expect(failuresOf(registry)).toEqual([]);
    },
    60_000,
  );

  it('goes on when the leases of the dead have run out, to the last fact and the last doomed bytes', async () => {
    await deleteEverything(client);
    await until(async () => (await listRepositories(client)).length === 0, 30_000);
    await until(async () => /^margo_registry_doomed_locations 0$/m.test(await metrics()), 30_000);
    expect(failuresOf(registry)).toEqual([]);
  }, 70_000);

  const metrics = async (): Promise<string> => (await client.get('/metrics')).text;

  async function start(): Promise<void> {
    registry = await RunningRegistry.start({ directory, environment: WITHOUT_MERCY });
    client = new RegistryClient(registry.url);
  }
});
