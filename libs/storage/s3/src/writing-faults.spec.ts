import { assertBlob, bytesOf, chunksOf, storageErrorOf } from '@margo-registry/storage-core/testing';
import { S3BlobStore } from './s3-blob-store.js';
import { loseAnswer, neverAnswer, refuse, refuseLate, resetInMidBody, sip } from './testing/scripted-s3.js';
import { CREDENTIALS, MEBI, ScriptedStore, SHORT_LIMITS } from './testing/scripted-store.js';

describe('writing to a service that fails', () => {
  let subject: ScriptedStore;

  beforeEach(async () => {
    subject = await ScriptedStore.start();
  });

  afterEach(() => subject.stop());

  it.each(['PUT partNumber', 'POST uploads', 'POST uploadId'])(
    'tries again when the connection is reset during %s, and the bytes are right',
    async (call) => {
      subject.service.fail(call, call === 'PUT partNumber' ? resetInMidBody : loseAnswer, 2);
      await assertBlob(subject.store, await subject.commit(bytesOf(3 * MEBI + 5)), bytesOf(3 * MEBI + 5));
    },
  );

  it('tries a small blob again when the connection is reset in the middle of it', async () => {
    subject.service.fail('PUT', resetInMidBody, 2);
    await assertBlob(subject.store, await subject.commit(bytesOf(200_000)), bytesOf(200_000));
  });

  it.each([
    [500, 'InternalError'],
    [503, 'SlowDown'],
    [429, 'TooManyRequests'],
  ])('tries again after %s %s', async (status, code) => {
    subject.service.fail('PUT partNumber', refuse(status, code), 3);
    await assertBlob(subject.store, await subject.commit(bytesOf(2 * MEBI)), bytesOf(2 * MEBI));
  });

  it('gives up a service that asks to slow down for ever, and says so', async () => {
    subject.service.fail('PUT', refuse(503, 'SlowDown'));
    const error = await storageErrorOf(() => subject.append(bytesOf(10)), 'unavailable');
    expect(error.message).toBe('s3: append: bucket "blobs": the service asks to slow down (503 SlowDown)');
    expect(error.state?.size).toBe(0);
    expect(subject.service.calls.filter((call) => call === 'PUT')).toHaveLength(5);
  });

  it('tries no refusal again that will stay', async () => {
    subject.service.fail('PUT', refuse(403, 'AccessDenied'));
    await storageErrorOf(() => subject.append(bytesOf(10)), 'unavailable');
    expect(subject.service.calls.filter((call) => call === 'PUT')).toHaveLength(1);
  });

  it('finds the object whose completion was answered by a cut', async () => {
    subject.service.fail('POST uploadId', loseAnswer, 1);
    await assertBlob(subject.store, await subject.commit(bytesOf(2 * MEBI)), bytesOf(2 * MEBI));
    expect(subject.service.calls.filter((call) => call === 'POST uploadId')).toHaveLength(2);
  });

  it('tries a completion again that fails with status 200', async () => {
    subject.service.fail('POST uploadId', refuseLate('InternalError'), 1);
    await assertBlob(subject.store, await subject.commit(bytesOf(2 * MEBI)), bytesOf(2 * MEBI));
  });

  it.each(['PUT', 'PUT partNumber', 'POST uploads', 'POST uploadId', 'HEAD'])(
    'never hangs when %s is never answered',
    async (call) => {
      const state = await subject.append(bytesOf(10));
      subject.service.fail(call, neverAnswer);
      const size = call === 'PUT' ? 10 : 2 * MEBI;
      const error = await storageErrorOf(() => subject.append(bytesOf(size), state), 'unavailable');
      expect(error.message).toContain('too slow or unreachable: no answer within');
      expect(error.state).toEqual(state);
    },
    15_000,
  );

  it.each(['PUT', 'PUT partNumber'])(
    'gives up a service that takes one byte of a %s a second, and keeps the state',
    async (call) => {
      await subject.stop();
      const limits = { ...SHORT_LIMITS, slowest: 8 * MEBI };
      // Larger than what the system buffers of a connection that nobody reads.
      subject = await ScriptedStore.start({ memory: 64 * MEBI, partSize: 16 * MEBI, limits });
      const state = await subject.append(bytesOf(10));
      subject.service.fail(call, sip);
      const size = call === 'PUT' ? 15 * MEBI : 17 * MEBI;
      const error = await storageErrorOf(() => subject.append(bytesOf(size), state), 'unavailable');
      expect(error.message).toContain('too slow or unreachable: no answer within');
      expect(error.state).toEqual(state);
    },
    15_000,
  );

  it('gives up a service that cannot be reached, within the limit of a call', async () => {
    const { endpoint } = subject.service;
    await subject.service.stop();
    const store = new S3BlobStore({ ...CREDENTIALS, endpoint, bucket: 'blobs', limits: SHORT_LIMITS });
    const error = await storageErrorOf(() => store.ping(), 'unavailable');
    expect(error.message).toContain('cannot be reached (ECONNREFUSED)');
    await store.close();
  }, 3_000);

  it.each([
    [507, 'XMinioStorageFull'],
    [403, 'QuotaExceeded'],
    [507, 'Whatever'],
  ])('calls %s %s full, keeps the state, and removes the parts', async (status, code) => {
    const state = await subject.append(bytesOf(10));
    subject.service.fail('PUT partNumber', refuse(status, code));
    const error = await storageErrorOf(() => subject.append(bytesOf(5 * MEBI), state), 'full');
    expect(error.state).toEqual(state);
    await until(() => subject.service.bucket.uploads.size === 0);
    expect(subject.service.bucket.objects.size).toBe(1);
  });

  it('loses nothing of an upload whose parts the service forgets', async () => {
    const state = await subject.append(bytesOf(10));
    subject.service.fail('PUT partNumber', refuse(404, 'NoSuchUpload'));
    const error = await storageErrorOf(() => subject.append(bytesOf(2 * MEBI), state), 'unavailable');
    expect(error.state).toEqual(state);
  });

  it('says so where a join needs more memory than there is', async () => {
    await subject.stop();
    subject = await ScriptedStore.start({ memory: 2 * MEBI });
    const state = await subject.append(bytesOf(6 * MEBI), await subject.append(bytesOf(10)));
    const error = await storageErrorOf(() => subject.store.finish(state, ''), 'unavailable');
    expect(error.message).toContain('the memory for uploads is too small');
  });

  it('gives the memory back after a failure', async () => {
    subject.service.fail('PUT partNumber', refuse(403, 'AccessDenied'));
    await storageErrorOf(() => subject.append(bytesOf(5 * MEBI)), 'unavailable');
    await until(() => subject.store.memory.held === 0);
  });

  it('keeps what came before the source failed, in parts too', async () => {
    const error = await storageErrorOf(
      () => subject.store.append(subject.store.begin(), cutAfter(bytesOf(3 * MEBI + 7))),
      'interrupted',
    );
    expect(error.state?.size).toBe(3 * MEBI + 7);
    expect(subject.service.bucket.uploads.size).toBe(0);
    expect(subject.store.memory.held).toBe(0);
  });

  it('removes the parts of a join that fails, and finishes later', async () => {
    const state = await subject.append(bytesOf(6 * MEBI), await subject.append(bytesOf(6 * MEBI)));
    subject.service.fail('PUT partNumber', refuse(403, 'AccessDenied'), 2);
    await storageErrorOf(() => subject.store.finish(state, ''), 'unavailable');
    await until(() => subject.service.bucket.uploads.size === 0);
    const expected = Buffer.concat([bytesOf(6 * MEBI), bytesOf(6 * MEBI)]);
    await assertBlob(subject.store, await subject.store.finish(state, ''), expected);
  });
});

async function* cutAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* chunksOf(bytes);
  throw new Error('cut');
}

/** What is not waited for happens soon. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200 && !isTrue(); attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isTrue()).toBe(true);
}
