import { Random } from '../harness/random.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { noCounts } from './storm-ledger.js';
import { lookAt, lookAtTags } from './storm-look.js';
import { REPOSITORIES } from './storm-push.js';
import { StormWorker } from './storm-worker.js';

const WORKERS = 8;

/**
 * The collector goes round with no more than a commit's time of pause, nothing has grace, and a manifest goes with its last
 * tag. Without any pause, a disk that is slow for a moment lets the collector win every race: nobody would get a manifest in.
 */
export const WITHOUT_MERCY = {
  REGISTRY_COLLECTION_INTERVAL: '10ms',
  REGISTRY_COLLECTION_GRACE: '0s',
  REGISTRY_COLLECTION_UNTAGGED: '0s',
};

/** Several workers at once on the same repositories. */
export class Storm {
  readonly counts = noCounts();
  private workers: readonly StormWorker[] = [];

  constructor(
    private readonly name: string,
    private readonly random: Random,
  ) {}

  /** Resolves when `isOver` and nothing is under way any more; rejects when the registry went away before. */
  async rage(client: RegistryClient, isOver: () => boolean): Promise<void> {
    this.workers = Array.from({ length: WORKERS }, (_, index) => {
      const random = new Random(this.random.below(2 ** 31));
      return new StormWorker(`${this.name}-${index}`, client, random, this.counts);
    });
    const ends = await Promise.allSettled(this.workers.map((worker) => worker.work(isOver)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined && !isOver()) throw failed.reason;
  }

  /** Sentences about what is not as it was promised, or not whole. */
  async inspect(client: RegistryClient): Promise<string[]> {
    const faults = [...this.counts.faults];
    for (const { ledger } of this.workers) {
      for (const manifest of ledger.manifests) {
        const sight = await lookAt(client, manifest);
        const { repository, digest } = manifest;
        const certain = [...manifest.tags].filter((tag) => `${repository}:${tag}` !== ledger.uncertain);
        if (sight === 'broken' || (sight === 'absent' && certain.length > 0))
          faults.push(`${repository}@${digest} (${certain.join()}) is ${sight}`);
      }
    }
    for (const repository of REPOSITORIES)
      for (const [tag, sight] of await lookAtTags(client, repository))
        if (sight !== 'whole') faults.push(`${tag} is ${sight}`);
    return faults;
  }
}
