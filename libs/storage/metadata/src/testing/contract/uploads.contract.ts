import type { UseStore } from '../store-fixture.js';
import { uploadCalls } from '../upload-calls.js';

export function describeUploads(useStore: UseStore): void {
  const given = useStore();
  const { find, claim, publish, keep } = uploadCalls(given);

  describe('claimUpload', () => {
    it('makes the row where it may, and says unknown where it may not', async () => {
      expect(await claim({ create: false })).toEqual({ outcome: 'unknown' });
      expect(await claim()).toMatchObject({
        outcome: 'claimed',
        upload: { status: 'appending', fence: 1, size: 0, leaseUntil: 110 },
      });
      expect(await claim({ id: 'u2', purpose: 'finishing' })).toMatchObject({
        upload: { status: 'finishing' },
      });
    });

    it('is busy while a claim holds, and open to the next one when the claim has run out', async () => {
      await claim({ now: 100 });

      expect(await claim({ now: 109 })).toMatchObject({
        outcome: 'busy',
        upload: { fence: 1, leaseUntil: 110 },
      });
      expect(await claim({ now: 110 })).toMatchObject({
        outcome: 'claimed',
        upload: { fence: 2, leaseUntil: 120 },
      });
    });

    it('fences off the holder of a claim that ran out and was taken over', async () => {
      await claim({ now: 100 });
      await claim({ now: 200 });

      expect(await publish(1, 5)).toEqual({ outcome: 'lost-claim' });
      expect(await publish(2, 7)).toEqual({ outcome: 'published' });
      expect(await find()).toMatchObject({ size: 7, state: { locations: ['s/7'] } });
    });

    it('lets a claim that ran out still publish where nobody has taken over', async () => {
      await claim({ now: 100 });

      expect(await publish(1, 5)).toEqual({ outcome: 'published' });
    });

    it('holds longer when it is renewed', async () => {
      await claim({ now: 100 });
      const renew = { id: 'u1', fence: 1, leaseMilliseconds: 10, now: 109 };

      expect(await given.store.commands.renewUpload(renew)).toEqual({ outcome: 'published' });
      expect(await claim({ now: 115 })).toMatchObject({ outcome: 'busy' });
      expect(await claim({ now: 119 })).toMatchObject({ outcome: 'claimed' });
      expect(await given.store.commands.renewUpload(renew)).toEqual({ outcome: 'lost-claim' });
    });

    it('is free at once after a release, with the state as it was', async () => {
      await claim();
      await publish(1, 5);
      await claim({ now: 300 });
      await given.store.commands.releaseUpload({ id: 'u1', fence: 1 });
      expect(await claim({ now: 301 })).toMatchObject({ outcome: 'busy' });

      await given.store.commands.releaseUpload({ id: 'u1', fence: 2 });
      expect(await claim({ now: 302 })).toMatchObject({
        outcome: 'claimed',
        upload: { size: 5, state: { locations: ['s/5'] } },
      });
    });

    it('does not know an id under the name of another repository', async () => {
      await claim();

      expect(await claim({ repository: 'other', now: 500 })).toEqual({ outcome: 'unknown' });
      expect(await keep('a', 0, { repository: 'other', now: 500 })).toEqual({ outcome: 'unknown' });
    });

    it('publishes an unclaimed upload under no fence', async () => {
      await claim();
      await publish(1, 5);

      expect(await publish(1, 9)).toEqual({ outcome: 'lost-claim' });
    });
  });

  describe('keepUploadBytes', () => {
    it('keeps small bytes in the row and lets them grow', async () => {
      expect(await keep('ab', 0)).toMatchObject({
        outcome: 'kept',
        upload: { status: 'open', size: 2, bytes: Buffer.from('ab') },
      });
      expect(await keep('abcd', 2)).toMatchObject({
        outcome: 'kept',
        upload: { size: 4, bytes: Buffer.from('abcd') },
      });
      expect(await find()).toMatchObject({ size: 4, bytes: Buffer.from('abcd'), state: null });
    });

    it('refuses bytes that do not continue where the upload stands', async () => {
      await keep('ab', 0);

      expect(await keep('ax', 0)).toMatchObject({ outcome: 'mismatch', upload: { size: 2 } });
      expect(await keep('abcd', 3)).toMatchObject({ outcome: 'mismatch', upload: { size: 2 } });
      expect(await keep('a', 1, { id: 'u2' })).toEqual({ outcome: 'unknown' });
    });

    it('lets only one of two writers at the same offset win', async () => {
      await keep('ab', 0);
      const outcomes = await Promise.all([keep('abX', 2), keep('abY', 2)]);
      const winner = outcomes[0].outcome === 'kept' ? 'abX' : 'abY';

      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['kept', 'mismatch']);
      expect(await find()).toMatchObject({ bytes: Buffer.from(winner) });
    });

    it('does not replace bytes that a driver holds', async () => {
      await claim();
      await publish(1, 5);

      expect(await keep('abcdef', 5)).toMatchObject({ outcome: 'mismatch' });
    });

    it('waits for a claim and fences one that ran out', async () => {
      await claim({ now: 100 });

      expect(await keep('ab', 0, { now: 105 })).toMatchObject({ outcome: 'busy' });
      expect(await keep('ab', 0, { now: 110 })).toMatchObject({ outcome: 'kept' });
      expect(await publish(1, 5)).toEqual({ outcome: 'lost-claim' });
    });
  });

  describe('the limit of open uploads', () => {
    it('counts the uploads of a caller that hold bytes, not this one and not those of others', async () => {
      await keep('a', 0);
      await claim({ id: 'empty' });

      expect(await keep('b', 0, { id: 'u2', maxOpen: 1 })).toEqual({ outcome: 'too-many' });
      expect(await claim({ id: 'u2', maxOpen: 1 })).toEqual({ outcome: 'too-many' });
      expect(await find('u2')).toBeUndefined();
      expect(await keep('ab', 1, { maxOpen: 1 })).toMatchObject({ outcome: 'kept' });
      expect(await claim({ maxOpen: 1 })).toMatchObject({ outcome: 'claimed' });
      expect(await keep('b', 0, { id: 'u3', caller: null, maxOpen: 1 })).toMatchObject({ outcome: 'kept' });
      expect(await keep('b', 0, { id: 'u4', caller: null, maxOpen: 1 })).toEqual({ outcome: 'too-many' });
    });

    it('makes room when an upload ends', async () => {
      await keep('a', 0);
      await given.store.commands.cancelUpload({ id: 'u1', repository: 'acme/app' });

      expect(await keep('b', 0, { id: 'u2', maxOpen: 1 })).toMatchObject({ outcome: 'kept' });
    });
  });
}
