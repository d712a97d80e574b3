import pg from 'pg';
import type { MetadataStore } from '../../metadata-store.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { Interleaving } from '../../testing/interleaving.js';
import { findBroken } from '../../testing/invariants.js';
import { BLOB_RACES } from '../../testing/races/blob-races.js';
import { COLLECTION_RACES } from '../../testing/races/collection-races.js';
import { MANIFEST_RACES } from '../../testing/races/manifest-races.js';
import type { Race } from '../../testing/races/race.js';
import { REPOSITORY_RACES } from '../../testing/races/repository-races.js';
import { UPLOAD_RACES } from '../../testing/races/upload-races.js';
import { openPostgresMetadata } from './open.js';
import { PostgresTransaction } from './postgres-transaction.js';

const RACES = { ...MANIFEST_RACES, ...BLOB_RACES, ...UPLOAD_RACES, ...REPOSITORY_RACES, ...COLLECTION_RACES };

describeOnPostgres(
  process.env,
  'two commands on two connections, at every step of the one and of the other',
  (findServer) => {
    let store: MetadataStore;
    let interleaving: Interleaving;
    let beside: pg.Client;
    let rounds = 0;
    beforeAll(async () => {
      const url = findServer().url(await findServer().makeDatabase());
      store = await openPostgresMetadata({ url });
      interleaving = new Interleaving(url);
      beside = new pg.Client(url);
      await Promise.all([interleaving.open(), beside.connect()]);
    });
    afterAll(async () => {
      await Promise.all([interleaving.close(), beside.end(), store.close()]);
    });

    /** One round; whether the first command had a statement left when it was stopped. */
    async function play(race: Race, isTurned: boolean, statements: number): Promise<boolean> {
      const id = (rounds += 1);
      const round = { repository: `r${id}`, text: (word: string) => `${id}-${word}` };
      await race.before?.(store, round);
      const [one, other] = race.calls(round);
      const { outcomes, wasLast } = isTurned
        ? await interleaving.run(other, one, statements)
        : await interleaving.run(one, other, statements);
      const told = (isTurned ? [...outcomes].reverse() : outcomes).join(', ');
      expect(race.allowed).toContain(told);
      expect(await findBroken(new PostgresTransaction(beside))).toEqual([]);
      await race.after?.(store, round, told);
      return !wasLast;
    }

    it.each(Object.entries(RACES))(
      '%s: nothing is broken and nobody is told what is not so',
      async (_title, race) => {
        let played = 0;
        for (const isTurned of [false, true])
          for (let statements = 0, isLeft = true; isLeft && statements < 40; statements += 1, played += 1)
            isLeft = await play(race, isTurned, statements);
        expect(played).toBeGreaterThanOrEqual(4);
      },
    );

    it('never waited for each other in a circle', () => {
      expect(rounds).toBeGreaterThan(200);
      expect(interleaving.deadlocks).toBe(0);
    });
  },
  'deadlock_timeout=50ms',
);
