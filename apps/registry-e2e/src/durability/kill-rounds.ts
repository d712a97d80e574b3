import type { RunningRegistry } from '../harness/running-registry.js';
import { failuresOf } from '../harness/soundness.js';
import { Inspection } from './inspection.js';
import { KilledRegistry } from './killed-registry.js';
import { pushPackage } from './pushers.js';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 5);
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000_000);

/** Describes a registry that is killed again and again while it is pushed to; `run` starts it on the same stores each time. */
export function describeKills(stores: string, run: () => Promise<RunningRegistry>): void {
  describe(`a registry on ${stores} that is killed while it is pushed to (KILL_SEED=${SEED})`, () => {
    const killed = new KilledRegistry(run, SEED);
    beforeAll(async () => {
      process.stdout.write(`kill rounds on ${stores}: ${ROUNDS}, KILL_SEED=${SEED}\n`);
      await killed.start();
    }, 30_000);
    afterAll(() => killed.stop(), 40_000);

    it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
      'has everything that it acknowledged, whole, after kill %d, shows nothing by halves, and takes the next push',
      async (round) => {
        await killed.killDuringPushes(`round-${round}`);
        await killed.start();
        expect(await new Inspection(killed.client, killed.ledger).run()).toEqual([]);
        await pushPackage(killed.pusher, `after-${round}`);
        expect(failuresOf(killed.registry)).toEqual([]);
      },
      60_000,
    );

    it('goes on with the uploads that the kills have interrupted', async () => {
      const { blobs, manifests, uploads } = killed.ledger;
      process.stdout.write(
        `acknowledged on ${stores}: ${blobs.size} blobs, ${manifests.size} manifests; open uploads: ${uploads.size}\n`,
      );
      expect(manifests.size).toBeGreaterThan(2 * ROUNDS);
      expect(uploads.size).toBeGreaterThanOrEqual(ROUNDS);
      expect(await new Inspection(killed.client, killed.ledger).completeUploads()).toEqual([]);
    }, 60_000);
  });
}
