import type { ClaimUpload, KeepUploadBytes, UploadOutcome } from './commands.js';
import { aBlob, aStoredBlob, digestOf } from '../testing/builders.js';
import { listDoomed, useStore } from '../testing/temporary-store.js';

const UPLOAD = { id: 'u1', repository: 'acme/app', caller: 'ci' } as const;

const given = useStore();
const find = (id = 'u1') => given.store.queries.findUpload(id);
const claim = (changes: Partial<ClaimUpload> = {}): Promise<UploadOutcome> =>
  given.store.commands.claimUpload({
    ...UPLOAD,
    leaseMilliseconds: 10,
    purpose: 'appending',
    create: true,
    now: 100,
    ...changes,
  });
const publish = (fence: number, size: number, locations: string[] = [`s/${size}`]) =>
  given.store.commands.publishUpload({ id: 'u1', fence, state: { locations }, bytes: null, size, now: 200 });
const keep = (bytes: string, expectedSize: number, changes: Partial<KeepUploadBytes> = {}) =>
  given.store.commands.keepUploadBytes({
    ...UPLOAD,
    expectedSize,
    bytes: Buffer.from(bytes),
    now: 100,
    ...changes,
  });

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

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['kept', 'mismatch']);
    expect(await find()).toMatchObject({ bytes: Buffer.from('abX') });
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
    expect(listDoomed(given)).toEqual(['s/1', 's/2']);
  });

  it('keeps a single segment that is the blob itself', async () => {
    await claim();
    await publish(1, 5, ['s/1']);
    await claim({ purpose: 'finishing', now: 300 });
    await end(2, 's/1');

    expect(listDoomed(given)).toEqual([]);
  });

  it('dooms the single segment when another upload of the digest was faster', async () => {
    await given.store.commands.linkBlob(aStoredBlob('whole', 'winner'));
    await claim();
    await publish(1, 5, ['s/1']);
    await claim({ purpose: 'finishing', now: 300 });

    expect(await end(2, 's/1')).toEqual({ outcome: 'linked', location: 'winner' });
    expect(listDoomed(given)).toEqual(['s/1']);
  });

  it('writes nothing when the claim is lost', async () => {
    await claim({ now: 100 });
    await claim({ now: 200 });

    expect(await end(1)).toEqual({ outcome: 'lost-claim' });
    expect(await given.store.commands.linkBlob(aBlob('whole', { upload: { id: 'none', fence: 1 } }))).toEqual(
      { outcome: 'lost-claim' },
    );
    expect(await given.store.queries.hasRepository('acme/app')).toBe(false);
  });

  it('links again when the same end is repeated, and refuses another digest', async () => {
    await claim();
    await end(1);

    expect(await end(1)).toEqual({ outcome: 'linked', location: 's/1' });
    expect(await given.store.commands.linkBlob(aBlob('other', { upload: { id: 'u1', fence: 1 } }))).toEqual({
      outcome: 'lost-claim',
    });
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
    expect(listDoomed(given)).toEqual(['s/5']);
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
