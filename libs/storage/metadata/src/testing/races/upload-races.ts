import { aStoredBlob } from '../builders.js';
import { call } from '../interleaving.js';
import { claimOf, published, type Race } from './race.js';

export const UPLOAD_RACES: Readonly<Record<string, Race>> = {
  'two requests claim an upload that has no row': {
    calls: (round) => [call('claimUpload', claimOf(round)), call('claimUpload', claimOf(round))],
    allowed: ['claimed, busy', 'busy, claimed'],
  },
  'a claim that ran out is taken over while its holder publishes': {
    before: (store, round) => store.commands.claimUpload({ ...claimOf(round), now: 1 }),
    calls: (round) => [call('claimUpload', claimOf(round)), call('publishUpload', published(round, 5))],
    allowed: ['claimed, lost-claim', 'claimed, published'],
    after: async (store, { text }, outcomes) => {
      const upload = await store.queries.findUpload(text('u'));
      expect(upload).toMatchObject({ fence: 2, size: outcomes === 'claimed, published' ? 5 : 0 });
    },
  },
  'an upload is cancelled while it ends in a link': {
    before: async (store, round) => {
      await store.commands.claimUpload(claimOf(round));
      await store.commands.publishUpload(published(round, 5));
      await store.commands.claimUpload(claimOf(round));
    },
    calls: ({ repository, text }) => [
      call('cancelUpload', { id: text('u'), repository }),
      call(
        'linkBlob',
        aStoredBlob(text('x'), `s/${text('u')}/5`, { repository, upload: { id: text('u'), fence: 2 } }),
      ),
    ],
    allowed: ['cancelled, lost-claim', 'ended, linked'],
  },
  'two small writes begin one upload': {
    calls: ({ repository, text }) => {
      const kept = { id: text('u'), repository, caller: null, expectedSize: 0 };
      return [
        call('keepUploadBytes', { ...kept, bytes: Buffer.from('a') }),
        call('keepUploadBytes', { ...kept, bytes: Buffer.from('b') }),
      ];
    },
    allowed: ['kept, mismatch', 'mismatch, kept'],
  },
};
