import { aManifest, digestOf } from '../builders.js';
import { call } from '../interleaving.js';
import { indexOf, linked, manifestOf, type Race } from './race.js';

export const MANIFEST_RACES: Readonly<Record<string, Race>> = {
  'a blob is unlinked while a manifest takes it': {
    before: linked,
    calls: (round) => [
      call('unlinkBlob', { repository: round.repository, digest: digestOf(round.text('layer')) }),
      call('recordManifest', manifestOf(round)),
    ],
    allowed: ['unlinked, references-missing', 'in-use, recorded'],
  },
  'a manifest is deleted while it is tagged': {
    before: async (store, round) => {
      await linked(store, round);
      await store.commands.recordManifest(manifestOf(round, ['old']));
    },
    calls: (round) => [
      call('deleteManifest', { repository: round.repository, digest: digestOf(round.text('m')) }),
      call('recordManifest', manifestOf(round, ['v1'])),
    ],
    allowed: ['deleted, recorded'],
    after: async (store, { repository, text }) => {
      const tag = await store.queries.findManifest(repository, { tag: 'v1' });
      const manifest = await store.queries.findManifest(repository, { digest: digestOf(text('m')) });
      expect(tag).toEqual(manifest);
      expect(await store.queries.findManifest(repository, { tag: 'old' })).toBeUndefined();
    },
  },
  'a manifest is deleted while its tag moves away': {
    before: async (store, round) => {
      await linked(store, round);
      await store.commands.recordManifest(manifestOf(round, ['v1', 'v2']));
    },
    calls: (round) => [
      call('deleteManifest', { repository: round.repository, digest: digestOf(round.text('m')) }),
      call(
        'recordManifest',
        aManifest(round.text('next'), { repository: round.repository, tags: ['v2', 'v1'] }),
      ),
    ],
    allowed: ['deleted, recorded'],
    after: async (store, { repository, text }) => {
      for (const tag of ['v1', 'v2'])
        expect(await store.queries.findManifest(repository, { tag })).toMatchObject({
          digest: digestOf(text('next')),
        });
    },
  },
  'a child is deleted while an index takes it': {
    before: async (store, round) => {
      await linked(store, round);
      await store.commands.recordManifest(manifestOf(round));
    },
    calls: (round) => [
      call('deleteManifest', { repository: round.repository, digest: digestOf(round.text('m')) }),
      call('recordManifest', indexOf(round)),
    ],
    allowed: ['deleted, references-missing', 'in-use, recorded'],
  },
  'two pushes want a tag that nobody has': {
    calls: ({ repository, text }) => [
      call('recordManifest', aManifest(text('a'), { repository, tags: ['v1'], ifNoneMatch: ['*'] })),
      call('recordManifest', aManifest(text('b'), { repository, tags: ['v1'], ifNoneMatch: ['*'] })),
    ],
    allowed: ['recorded, precondition-failed', 'precondition-failed, recorded'],
  },
  'a tag moves under a push that names where it was': {
    before: (store, { repository, text }) =>
      store.commands.recordManifest(aManifest(text('old'), { repository, tags: ['v1'] })),
    calls: ({ repository, text }) => [
      call(
        'recordManifest',
        aManifest(text('a'), { repository, tags: ['v1'], ifMatch: [digestOf(text('old'))] }),
      ),
      call('recordManifest', aManifest(text('b'), { repository, tags: ['v1'] })),
    ],
    allowed: ['recorded, recorded', 'precondition-failed, recorded'],
    after: async (store, { repository, text }) =>
      expect(await store.queries.findManifest(repository, { tag: 'v1' })).toMatchObject({
        digest: digestOf(text('b')),
      }),
  },
};
