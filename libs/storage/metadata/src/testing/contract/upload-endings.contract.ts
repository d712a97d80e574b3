import { aBlob, aStoredBlob, digestOf } from '../builders.js';
import { listDoomed, type UseStore } from '../store-fixture.js';
import { uploadCalls } from '../upload-calls.js';

export function describeUploadEndings(useStore: UseStore): void {
  const given = useStore();
  const { find, claim, publish, keep } = uploadCalls(given);

  describe('linkBlob at the end of an upload', () => {
    const end = (fence: number, location = 's/1') =>
      given.store.commands.linkBlob(aStoredBlob('whole', location, { upload: { id: 'u1', fence } }));

    it('ends the upload with the link and dooms the segments that were joined', async () => {
      await claim();
      await publish(1, 5, ['s/1', 's/2']);
      await claim({ purpose: 'finishing', now: 300 });

      expect(await end(2, 'joined')).toEqual({ outcome: 'linked', location: 'joined' });
      const done = {
        status: 'done',
        digest: digestOf('whole'),
        size: 5,
        state: null,
        bytes: null,
        leaseUntil: 0,
      };
      expect(await find()).toMatchObject(done);
      expect(await listDoomed(given)).toEqual(['s/1', 's/2']);
    });

    it('dooms the segment of the closing request too, and lets none of them wait out the grace time', async () => {
      await claim();
      await publish(1, 5, ['s/1']);
      await claim({ purpose: 'finishing', now: 300 });
      const upload = { id: 'u1', fence: 2 };
      await given.store.commands.linkBlob(
        aStoredBlob('whole', 'joined', { upload, leftovers: ['s/1', 's/2'] }),
      );

      expect(await given.store.queries.listDoomedLocations(1, 10)).toEqual(['s/1', 's/2']);
    });

    it('keeps a single segment that is the blob itself', async () => {
      await claim();
      await publish(1, 5, ['s/1']);
      await claim({ purpose: 'finishing', now: 300 });
      await end(2, 's/1');

      expect(await listDoomed(given)).toEqual([]);
    });

    it('dooms the single segment when another upload of the digest was faster', async () => {
      await given.store.commands.linkBlob(aStoredBlob('whole', 'winner'));
      await claim();
      await publish(1, 5, ['s/1']);
      await claim({ purpose: 'finishing', now: 300 });

      expect(await end(2, 's/1')).toEqual({ outcome: 'linked', location: 'winner' });
      expect(await listDoomed(given)).toEqual(['s/1']);
    });

    it('writes nothing when the claim is lost', async () => {
      await claim({ now: 100 });
      await claim({ now: 200 });

      expect(await end(1)).toEqual({ outcome: 'lost-claim' });
      expect(
        await given.store.commands.linkBlob(aBlob('whole', { upload: { id: 'none', fence: 1 } })),
      ).toEqual({ outcome: 'lost-claim' });
      expect(await given.store.queries.hasRepository('acme/app')).toBe(false);
    });

    it('links again when the same end is repeated, and refuses another digest', async () => {
      await claim();
      await end(1);

      expect(await end(1)).toEqual({ outcome: 'linked', location: 's/1' });
      expect(await given.store.commands.linkBlob(aBlob('other', { upload: { id: 'u1', fence: 1 } }))).toEqual(
        {
          outcome: 'lost-claim',
        },
      );
    });

    it('lets nobody touch an upload that has ended', async () => {
      await claim();
      await end(1);

      expect(await claim({ now: 900 })).toMatchObject({
        outcome: 'ended',
        upload: { status: 'done', digest: digestOf('whole') },
      });
      expect(await keep('a', 0, { now: 900 })).toMatchObject({ outcome: 'ended' });
      expect(await publish(1, 9)).toEqual({ outcome: 'lost-claim' });
      expect(await given.store.commands.cancelUpload({ id: 'u1', repository: 'acme/app' })).toEqual({
        outcome: 'ended',
      });
    });
  });

  describe('cancelUpload', () => {
    const cancel = (fence?: number) =>
      given.store.commands.cancelUpload({ id: 'u1', repository: 'acme/app', fence });

    it('tells what the upload held, dooms it, and fences the holder of a claim off', async () => {
      await claim();
      await publish(1, 5);
      await claim({ now: 300 });

      expect(await cancel()).toMatchObject({
        outcome: 'cancelled',
        upload: { status: 'cancelled', state: { locations: ['s/5'] } },
      });
      expect(await listDoomed(given)).toEqual(['s/5']);
      expect(await publish(2, 9)).toEqual({ outcome: 'lost-claim' });
      expect(await find()).toMatchObject({ status: 'cancelled', state: null });
    });

    it('makes a row for an id that has none, so that the id is dead', async () => {
      expect(await cancel()).toMatchObject({ outcome: 'cancelled', upload: { state: null, bytes: null } });
      expect(await claim()).toMatchObject({ outcome: 'ended', upload: { status: 'cancelled' } });
      expect(await keep('a', 0)).toMatchObject({ outcome: 'ended' });
    });

    it('cancels only under the fence that it was given', async () => {
      expect(await cancel(1)).toEqual({ outcome: 'lost-claim' });
      await claim({ now: 100 });
      await claim({ now: 200 });

      expect(await cancel(1)).toEqual({ outcome: 'lost-claim' });
      expect(await cancel(2)).toMatchObject({ outcome: 'cancelled' });
      expect(await cancel()).toEqual({ outcome: 'ended' });
    });
  });

  describe('uploads that nobody touches', () => {
    it('are listed when their claim has run out too, oldest first', async () => {
      await keep('a', 0, { id: 'old', now: 10 });
      await keep('a', 0, { id: 'older', now: 5 });
      await claim({ id: 'claimed', now: 6, leaseMilliseconds: 1000 });
      await keep('a', 0, { id: 'young', now: 50 });

      const expired = await given.store.queries.listExpiredUploads(50, 60, 10);
      expect(expired.map(({ id }) => id)).toEqual(['older', 'old']);
      expect(await given.store.queries.listExpiredUploads(50, 2000, 1)).toMatchObject([{ id: 'older' }]);
      expect(await given.store.queries.listExpiredUploads(50, 2000, 10)).toHaveLength(3);
      expect(await given.store.queries.countOpenUploads()).toBe(3);
    });

    it('are forgotten once they have ended, as many as asked for', async () => {
      for (const id of ['a', 'b', 'c'])
        await given.store.commands.cancelUpload({ id, repository: 'acme/app', now: 10 });
      await keep('a', 0, { now: 10 });

      expect(await given.store.commands.forgetUploads({ before: 10, limit: 10 })).toEqual({ forgotten: 0 });
      expect(await given.store.commands.forgetUploads({ before: 11, limit: 2 })).toEqual({ forgotten: 2 });
      expect(await given.store.commands.forgetUploads({ before: 11, limit: 2 })).toEqual({ forgotten: 1 });
      expect(await find()).toBeDefined();
    });
  });
}
