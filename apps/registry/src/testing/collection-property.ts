import type { BlobStore } from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import fc from 'fast-check';
import { pino } from 'pino';
import { RequestMetrics } from '../http/request-metrics.js';
import { CollectionMetrics } from '../maintenance/collection-metrics.js';
import { Collection } from '../maintenance/collection.js';
import { DoomedLocations } from '../maintenance/doomed-locations.js';
import { RegistrySettings } from '../settings.js';
import { BLOBS, MANIFESTS, REPOSITORIES, RepositoryModel, TAGS, type Limits } from './collection-model.js';
import { CollectionWorld, type Action } from './collection-world.js';

const GRACE = 100;
const UNTAGGED = 60;
/** Longer than every limit, and runs enough for the longest chain: index of an index, referrer of a referrer. */
const LONG = 1000;
const LAST_RUNS = 6;
const START = 1_000_000;

export type Step = Action | { readonly kind: 'wait'; readonly time: number } | { readonly kind: 'collect' };

export interface Stores {
  readonly metadata: MetadataStore;
  readonly blobs: BlobStore;
}

const repository = fc.constantFrom(...REPOSITORIES);
const blob = fc.constantFrom(...BLOBS);
const manifest = fc.constantFrom(...Object.keys(MANIFESTS));
const tag = fc.constantFrom(...TAGS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('push' as const), repository, blob }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('record' as const), repository, manifest, tag }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('record' as const), repository, manifest }) },
  fc.record({ kind: fc.constantFrom('ask' as const, 'unlink' as const), repository, blob }),
  fc.record({ kind: fc.constant('mount' as const), repository, from: repository, blob }),
  fc.record({ kind: fc.constant('deleteManifest' as const), repository, manifest }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deleteTag' as const), repository, tag }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), time: fc.nat(GRACE + 20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('collect' as const) }) },
);

/** Without it, few manifests would ever find all of their content. */
const BEGINNING: readonly Step[] = REPOSITORIES.flatMap((name) =>
  BLOBS.map((content): Step => ({ kind: 'push', repository: name, blob: content })),
);

/** For any history: what is reachable stays, what is not goes after its time, and its bytes with it. Throws a counterexample. */
export async function checkCollection(findStores: () => Stores, numRuns: number): Promise<void> {
  const histories = fc.array(step, { minLength: 5, maxLength: 60 });
  const untagged = fc.constantFrom<Limits['untagged']>(UNTAGGED, 'never');
  const property = fc.asyncProperty(histories, untagged, async (history, limit) => {
    const run = new History(findStores(), limit);
    try {
      await run.play(history);
    } finally {
      await run.clear();
    }
  });
  await fc.assert(property, { numRuns });
}

class History {
  private readonly collection: Collection;
  private readonly doomed: DoomedLocations;
  private readonly world: CollectionWorld;
  private readonly models: ReadonlyMap<string, RepositoryModel>;
  private now = START;

  constructor(
    private readonly stores: Stores,
    untagged: Limits['untagged'],
  ) {
    const settings = new RegistrySettings();
    Object.assign(settings.collection, { grace: GRACE, untagged });
    const { freshFor } = settings.collection;
    const logger = pino({ level: 'silent' });
    const { metadata, blobs } = stores;
    const metrics = new CollectionMetrics(new RequestMetrics(), metadata);
    this.collection = new Collection(metadata, settings, logger, metrics);
    this.doomed = new DoomedLocations(metadata, blobs, settings, logger);
    this.world = new CollectionWorld(metadata, blobs, freshFor);
    const limits = { grace: GRACE, untagged, freshFor };
    this.models = new Map(REPOSITORIES.map((name) => [name, new RepositoryModel(limits)]));
  }

  async play(history: readonly Step[]): Promise<void> {
    for (const each of [...BEGINNING, ...history]) {
      if (each.kind === 'wait') this.now += each.time;
      else if (each.kind === 'collect') await this.collect();
      else await this.act(each);
    }
    for (let run = 0; run < LAST_RUNS; run += 1) {
      this.now += LONG;
      await this.collect();
    }
    const [needed, stored] = [await this.world.readAll(), await this.world.listStored()];
    if (needed.size !== stored.size) throw new Error(`${needed.size} blobs, but bytes of ${stored.size}`);
  }

  async clear(): Promise<void> {
    for (const name of REPOSITORIES)
      await this.stores.metadata.commands.deleteRepository({ repository: name, now: 1 });
    await this.doomed.delete(Number.MAX_SAFE_INTEGER);
  }

  private async act(action: Action): Promise<void> {
    const [done, expected] = [await this.world.apply(action, this.now), this.expect(action)];
    if (done !== expected) throw new Error(`${action.kind} was ${done ? 'done' : 'refused'}`);
  }

  private expect(action: Action): boolean {
    const model = this.models.get(action.repository)!;
    switch (action.kind) {
      case 'push':
        return model.links.set(action.blob, this.now).size > 0;
      case 'mount':
        if (!this.models.get(action.from)!.links.has(action.blob)) return false;
        return model.links.set(action.blob, this.now).size > 0;
      case 'ask':
        return model.links.has(action.blob) && model.links.set(action.blob, this.now).size > 0;
      case 'unlink':
        return model.unlink(action.blob);
      case 'record':
        return model.record(action.manifest, action.tag, this.now);
      case 'deleteTag':
        return model.deleteTag(action.tag, this.now);
      case 'deleteManifest':
        return model.deleteManifest(action.manifest, this.now);
    }
  }

  private async collect(): Promise<void> {
    await this.collection.run({ now: this.now });
    await this.doomed.delete(this.now);
    for (const [name, model] of this.models) {
      const faults = model.collect(await this.world.look(name), this.now);
      if (faults.length > 0) throw new Error(`${name}: ${faults.join(', ')}`);
    }
    await this.world.readAll();
  }
}
