import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../harness/random.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { failuresOf } from '../harness/soundness.js';
import { Inspection } from './inspection.js';
import { Ledger } from './ledger.js';
import { leaveUnfinished, pushPackage, pushUntil } from './pushers.js';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 5);
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000_000);
const PUSHERS = 6;
/** Milliseconds that pushes go on before the end comes, at most. */
const LONGEST_LIFE = 1000;

describe(`a registry that is killed while it is pushed to (KILL_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  const ledger = new Ledger();
  let directory: string;
  let registry: RunningRegistry;
  let client: RegistryClient;

  beforeAll(async () => {
    process.stdout.write(`kill rounds: ${ROUNDS}, KILL_SEED=${SEED}\n`);
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-kill-'));
    await start();
  }, 30_000);
  afterAll(async () => {
    await client.close();
    await registry.stop();
    await rm(directory, { recursive: true, force: true });
  }, 40_000);

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'has everything that it acknowledged, whole, after kill %d, shows nothing by halves, and takes the next push',
    async (round) => {
      await killDuringPushes(round);
      await start();
      expect(await new Inspection(client, ledger).run()).toEqual([]);
      await pushPackage({ client, ledger, random }, `after-${round}`);
      expect(failuresOf(registry)).toEqual([]);
    },
    60_000,
  );

  it('goes on with the uploads that the kills have interrupted', async () => {
    const { blobs, manifests, uploads } = ledger;
    process.stdout.write(
      `acknowledged: ${blobs.size} blobs, ${manifests.size} manifests; open uploads: ${uploads.size}\n`,
    );
    expect(manifests.size).toBeGreaterThan(2 * ROUNDS);
    expect(uploads.size).toBeGreaterThanOrEqual(ROUNDS);
    expect(await new Inspection(client, ledger).completeUploads()).toEqual([]);
  }, 60_000);

  async function start(): Promise<void> {
    registry = await RunningRegistry.start({ directory });
    client = new RegistryClient(registry.url);
  }

  async function killDuringPushes(round: number): Promise<void> {
    await leaveUnfinished({ client, ledger, random });
    let isOver = false;
    const pushers = Array.from({ length: PUSHERS }, (_, index) => {
      const pusher = { client, ledger, random: new Random(random.below(2 ** 31)) };
      return pushUntil(() => isOver, pusher, `round-${round}-${index}`);
    });
    await sleep(random.below(LONGEST_LIFE));
    isOver = true;
    await registry.kill();
    await client.close();
    await Promise.all(pushers);
  }
});
