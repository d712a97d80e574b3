import type {
  CandidatePage,
  Candidates,
  CollectOutcome,
  MetadataStore,
} from '@margo-registry/storage-metadata';
import type { Collected } from './collection-report.js';

/** One walk of a run: what could go, and how it goes. */
export interface CollectionStep<T> {
  readonly before: number;
  list(page: CandidatePage): Promise<Candidates<T>>;
  collect(candidate: T): Promise<CollectOutcome>;
  /** `bytes` as {@link collect} told them, or as {@link foresee} does. */
  describe(candidate: T, bytes: number): Collected;
  /** What a dry run says instead of collecting; undefined: it would stay. */
  foresee(candidate: T): number | undefined;
  /** After a walk that came to its end. */
  end?(): Promise<void>;
}

/** When things count as idle, and what their touches are compared with: milliseconds since 1970, and lengths. */
export interface Deadlines {
  readonly now: number;
  readonly grace: number;
  readonly untagged: number | 'never';
  readonly freshFor: number;
}

type AnyStep = CollectionStep<never>;

/** The walks in their order: what a manifest lets go of begins its grace time then, so nothing follows within one run. */
export function collectionSteps(metadata: MetadataStore, deadlines: Deadlines): readonly AnyStep[] {
  const { untagged } = deadlines;
  const manifests = untagged === 'never' ? [] : [manifestStep(metadata, { ...deadlines, untagged })];
  return [
    ...manifests,
    linkStep(metadata, deadlines),
    blobStep(metadata, deadlines),
    repositoryStep(metadata, deadlines),
  ] as AnyStep[];
}

function manifestStep(
  { queries, commands }: MetadataStore,
  { now, untagged, freshFor }: Deadlines & { readonly untagged: number },
) {
  const before = now - untagged;
  return step({
    before,
    list: (page) => queries.listManifestCandidates(page),
    collect: ({ repository, digest }) =>
      commands.collectManifest({ repository, digest, before, now, freshFor }),
    describe: ({ repository, digest, touchedAt }, bytes) => ({
      kind: 'manifest',
      digest,
      repository,
      bytes,
      why: `no tag and no index since ${timeOf(touchedAt)}`,
    }),
    foresee: ({ size }) => size,
  });
}

function linkStep({ queries, commands }: MetadataStore, { now, grace }: Deadlines) {
  const before = now - grace;
  const seen = new Map<string, number>();
  return step({
    before,
    list: (page) => queries.listLinkCandidates(page),
    collect: ({ repository, digest }) => commands.collectLink({ repository, digest, before, now }),
    describe: ({ repository, digest, touchedAt }, bytes) => ({
      kind: 'link',
      digest,
      repository,
      bytes,
      why: `no manifest refers to it, and nobody asked for it since ${timeOf(touchedAt)}`,
    }),
    foresee: ({ digest, links, size }) => {
      const count = (seen.get(digest) ?? 0) + 1;
      if (count < links) seen.set(digest, count);
      return count < links ? 0 : size;
    },
  });
}

function blobStep({ queries, commands }: MetadataStore, { now, grace }: Deadlines) {
  const before = now - grace;
  return step({
    before,
    list: (page) => queries.listBlobCandidates(page),
    collect: ({ digest }) => commands.collectBlob({ digest, before, now }),
    describe: ({ digest }, bytes) => ({ kind: 'blob', digest, bytes, why: 'no repository holds it' }),
    foresee: ({ size }) => size,
  });
}

/** When a repository became empty is not written anywhere, so runs write down that they saw it so. */
function repositoryStep({ queries, commands }: MetadataStore, { now, grace }: Deadlines) {
  const before = now - grace;
  return step({
    before,
    list: (page) => queries.listRepositoryCandidates(page),
    collect: ({ repository }) => commands.collectRepository({ repository, before, now }),
    describe: ({ repository, emptySince }, bytes) => ({
      kind: 'repository',
      repository,
      bytes,
      why: `empty since ${timeOf(emptySince ?? now)} or earlier`,
    }),
    foresee: ({ emptySince }) => (emptySince !== null && emptySince < before ? 0 : undefined),
    end: () => commands.forgetSightings({ kind: 'empty', before: now }),
  });
}

/** Lets the type of a step follow from its `list`. */
function step<T>(parts: CollectionStep<T>): CollectionStep<T> {
  return parts;
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
