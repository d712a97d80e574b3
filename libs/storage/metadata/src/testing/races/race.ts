import type { MetadataStore } from '../../metadata-store.js';
import { aManifest, aReference, aStoredBlob } from '../builders.js';
import type { Call } from '../interleaving.js';

/** Names for one round, in which everything is new. */
export interface Round {
  readonly repository: string;
  text(word: string): string;
}

export interface Race {
  before?(store: MetadataStore, round: Round): Promise<unknown>;
  calls(round: Round): readonly [Call, Call];
  /** Pairs of outcomes that may come, in the order of the calls. */
  readonly allowed: readonly string[];
  /** What the database must show in the end, given the outcomes. */
  after?(store: MetadataStore, round: Round, outcomes: string): Promise<void>;
}

export const linked = (store: MetadataStore, { repository, text }: Round, word = 'layer') =>
  store.commands.linkBlob(aStoredBlob(text(word), `s/${text(word)}`, { repository }));
export const manifestOf = ({ repository, text }: Round, tags: string[] = []) =>
  aManifest(text('m'), { repository, references: [aReference(text('layer'))], tags });
export const indexOf = ({ repository, text }: Round) =>
  aManifest(text('index'), { repository, references: [aReference(text('m'), { kind: 'manifest' })] });
export const claimOf = ({ repository, text }: Round) =>
  ({
    id: text('u'),
    repository,
    caller: null,
    leaseMilliseconds: 60_000,
    purpose: 'appending',
    create: true,
  }) as const;
export const published = ({ text }: Round, size: number) => ({
  id: text('u'),
  fence: 1,
  state: { locations: [`s/${text('u')}/${size}`] },
  bytes: null,
  size,
});
