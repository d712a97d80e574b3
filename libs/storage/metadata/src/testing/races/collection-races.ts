import { aManifest, aStoredBlob, digestOf } from '../builders.js';
import { call, type Call } from '../interleaving.js';
import { indexOf, linked, manifestOf, type Race, type Round } from './race.js';

/** Later than any touch: only what somebody needs keeps the row. */
const LATER = Number.MAX_SAFE_INTEGER;
/** Earlier than the touches of the race, later than those of its beginning. */
const BETWEEN = 2;

const collectLink = ({ repository, text }: Round, before = LATER): Call =>
  call('collectLink', { repository, digest: digestOf(text('layer')), before });
const collectManifest = ({ repository, text }: Round, before = LATER): Call =>
  call('collectManifest', { repository, digest: digestOf(text('m')), before });

const linkedLongAgo: Race['before'] = (store, { repository, text }) =>
  store.commands.linkBlob(aStoredBlob(text('layer'), `s/${text('layer')}`, { repository, now: 1 }));
const recordedLongAgo: Race['before'] = async (store, round) => {
  await linked(store, round);
  await store.commands.recordManifest({ ...manifestOf(round), now: 1 });
};

/** The collector against those who need what it is about to take. */
export const COLLECTION_RACES: Readonly<Record<string, Race>> = {
  'a link is collected while a manifest takes it': {
    before: linked,
    calls: (round) => [collectLink(round), call('recordManifest', manifestOf(round))],
    allowed: ['collected, references-missing', 'kept, recorded'],
  },
  'a link is collected while somebody asks for it': {
    before: linkedLongAgo,
    calls: (round) => [
      collectLink(round, BETWEEN),
      call('touchLink', { repository: round.repository, digest: digestOf(round.text('layer')) }),
    ],
    allowed: ['collected, gone', 'kept, touched'],
  },
  'a link is collected while it is pushed again': {
    before: linkedLongAgo,
    calls: (round) => [
      collectLink(round, BETWEEN),
      call(
        'linkBlob',
        aStoredBlob(round.text('layer'), `s/${round.text('again')}`, { repository: round.repository }),
      ),
    ],
    allowed: ['collected, linked', 'kept, linked'],
    after: async (store, { repository, text }) =>
      expect(await store.queries.findBlob(repository, digestOf(text('layer')))).toBeDefined(),
  },
  'a link is collected while it is mounted elsewhere': {
    before: linkedLongAgo,
    calls: (round) => [
      collectLink(round, BETWEEN),
      call('mountBlob', {
        repository: `${round.repository}/b`,
        digest: digestOf(round.text('layer')),
        from: round.repository,
      }),
    ],
    allowed: ['collected, mounted', 'collected, absent'],
  },
  'a manifest is collected while it is tagged': {
    before: recordedLongAgo,
    calls: (round) => [collectManifest(round, BETWEEN), call('recordManifest', manifestOf(round, ['v1']))],
    allowed: ['collected, recorded', 'kept, recorded'],
    after: async (store, { repository }) =>
      expect(await store.queries.findManifest(repository, { tag: 'v1' })).toBeDefined(),
  },
  'a manifest is collected while an index takes it': {
    before: recordedLongAgo,
    calls: (round) => [collectManifest(round, BETWEEN), call('recordManifest', indexOf(round))],
    allowed: ['collected, references-missing', 'kept, recorded'],
  },
  'a repository is collected while something is pushed to it': {
    before: async (store, round) => {
      await linked(store, round);
      const { repository } = round;
      await store.commands.unlinkBlob({ repository, digest: digestOf(round.text('layer')) });
      await store.commands.recordSightings({ kind: 'empty', names: [repository], now: 1 });
    },
    calls: (round) => [
      call('collectRepository', { repository: round.repository, before: BETWEEN }),
      call('recordManifest', aManifest(round.text('m'), { repository: round.repository })),
    ],
    allowed: ['collected, recorded', 'kept, recorded'],
    after: async (store, { repository, text }) =>
      expect(await store.queries.findManifest(repository, { digest: digestOf(text('m')) })).toBeDefined(),
  },
};
