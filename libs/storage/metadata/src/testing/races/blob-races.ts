import { aStoredBlob, digestOf } from '../builders.js';
import { call } from '../interleaving.js';
import { linked, type Race } from './race.js';

export const BLOB_RACES: Readonly<Record<string, Race>> = {
  'two uploads bring one digest': {
    calls: ({ repository, text }) => [
      call('linkBlob', aStoredBlob(text('same'), `s/${text('a')}`, { repository })),
      call('linkBlob', aStoredBlob(text('same'), `s/${text('b')}`, { repository })),
    ],
    allowed: ['linked, linked'],
    after: async (store, { repository, text }) => {
      const found = await store.queries.findBlob(repository, digestOf(text('same')));
      const doomed = await store.queries.listDoomedLocations(Number.MAX_SAFE_INTEGER, 10_000);
      const own = [`s/${text('a')}`, `s/${text('b')}`];
      expect([found!.location, ...doomed.filter((location) => own.includes(location))].sort()).toEqual(own);
    },
  },
  'two uploads replace damaged bytes': {
    before: async (store, round) => {
      await linked(store, round);
      const digest = digestOf(round.text('layer'));
      await store.commands.markBlobDamaged({ digest, location: `s/${round.text('layer')}` });
    },
    calls: ({ repository, text }) => [
      call('linkBlob', aStoredBlob(text('layer'), `s/${text('a')}`, { repository })),
      call('linkBlob', aStoredBlob(text('layer'), `s/${text('b')}`, { repository })),
    ],
    allowed: ['linked, linked'],
    after: async (store, { repository, text }) => {
      const found = await store.queries.findBlob(repository, digestOf(text('layer')));
      const doomed = await store.queries.listDoomedLocations(Number.MAX_SAFE_INTEGER, 10_000);
      const own = ['a', 'b', 'layer'].map((word) => `s/${text(word)}`);
      expect([found!.location, ...doomed.filter((location) => own.includes(location))].sort()).toEqual(own);
    },
  },
  'the last link of a blob goes while another repository links it': {
    before: linked,
    calls: ({ repository, text }) => [
      call('unlinkBlob', { repository, digest: digestOf(text('layer')) }),
      call(
        'linkBlob',
        aStoredBlob(text('layer'), `s/${text('again')}`, { repository: `${repository}/other` }),
      ),
    ],
    allowed: ['unlinked, linked'],
    after: async (store, { repository, text }) =>
      expect(await store.queries.findBlob(`${repository}/other`, digestOf(text('layer')))).toBeDefined(),
  },
  'the source of a mount goes': {
    before: linked,
    calls: ({ repository, text }) => [
      call('unlinkBlob', { repository, digest: digestOf(text('layer')) }),
      call('mountBlob', { repository: `${repository}/b`, digest: digestOf(text('layer')), from: repository }),
    ],
    allowed: ['unlinked, mounted', 'unlinked, absent'],
  },
  'the last two links of a blob go at once': {
    before: async (store, round) => {
      await linked(store, round);
      await linked(store, { ...round, repository: `${round.repository}/other` });
    },
    calls: ({ repository, text }) => [
      call('unlinkBlob', { repository, digest: digestOf(text('layer')) }),
      call('unlinkBlob', { repository: `${repository}/other`, digest: digestOf(text('layer')) }),
    ],
    allowed: ['unlinked, unlinked'],
    after: async (store, { text }) =>
      expect(await store.queries.listDoomedLocations(Number.MAX_SAFE_INTEGER, 10_000)).toContain(
        `s/${text('layer')}`,
      ),
  },
};
