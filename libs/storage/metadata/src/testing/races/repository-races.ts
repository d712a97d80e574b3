import { aBlob } from '../builders.js';
import { call } from '../interleaving.js';
import { claimOf, indexOf, linked, manifestOf, type Race } from './race.js';

export const REPOSITORY_RACES: Readonly<Record<string, Race>> = {
  'a repository is deleted while a manifest comes': {
    before: async (store, round) => {
      await linked(store, round);
      await store.commands.recordManifest(manifestOf(round, ['v1']));
    },
    calls: (round) => [
      call('deleteRepository', { repository: round.repository }),
      call('recordManifest', indexOf(round)),
    ],
    allowed: ['deleted, recorded', 'deleted, references-missing'],
    after: async (store, { repository }) =>
      expect(await store.queries.findManifest(repository, { tag: 'v1' })).toBeUndefined(),
  },
  'a repository is deleted while a blob and the end of its upload come': {
    before: async (store, round) => {
      await linked(store, round);
      await store.commands.claimUpload(claimOf(round));
    },
    calls: ({ repository, text }) => [
      call('deleteRepository', { repository }),
      call('linkBlob', aBlob(text('x'), { repository, upload: { id: text('u'), fence: 1 } })),
    ],
    allowed: ['deleted, linked', 'deleted, lost-claim'],
  },
  'a repository is deleted twice': {
    before: async (store, round) => {
      await linked(store, round);
      await store.commands.recordManifest(manifestOf(round, ['v1']));
      await store.commands.keepUploadBytes({ ...claimOf(round), expectedSize: 0, bytes: Buffer.from('a') });
    },
    calls: ({ repository }) => [
      call('deleteRepository', { repository }),
      call('deleteRepository', { repository }),
    ],
    allowed: ['deleted, absent', 'absent, deleted'],
  },
};
