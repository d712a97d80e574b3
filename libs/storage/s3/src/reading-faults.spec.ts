import { setTimeout as delay } from 'node:timers/promises';
import { assertBlob, bytesOf, read, storageErrorOf } from '@margo-registry/storage-core/testing';
import { alter, cutAfter, dribble, neverAnswer, refuse } from './testing/scripted-s3.js';
import { MEBI, ScriptedStore } from './testing/scripted-store.js';

const SIZE = MEBI - 1;

describe('reading from a service that fails', () => {
  let subject: ScriptedStore;
  let location: string;

  beforeEach(async () => {
    subject = await ScriptedStore.start();
    location = await subject.commit(bytesOf(SIZE));
  });

  afterEach(() => subject.stop());

  it('tries again when the service fails before the first byte', async () => {
    subject.service.fail('GET', refuse(500, 'InternalError'), 2);
    await assertBlob(subject.store, location, bytesOf(SIZE));
  });

  it('goes on where a connection was cut', async () => {
    for (const length of [0, 100, 300_000, 1]) subject.service.fail('GET', cutAfter(length), 1);
    await assertBlob(subject.store, location, bytesOf(SIZE));
  });

  it('goes on within a range that was cut', async () => {
    subject.service.fail('GET', cutAfter(1000), 2);
    const bytes = await read(subject.store, location, { start: 500, end: 200_000 });
    expect(bytes.equals(bytesOf(SIZE).subarray(500, 200_001))).toBe(true);
  });

  it('gives up a connection that is cut again and again', async () => {
    subject.service.fail('GET', cutAfter(10));
    await storageErrorOf(() => read(subject.store, location), 'unavailable');
    expect(subject.service.calls.filter((call) => call === 'GET').length).toBeLessThan(10);
  });

  it('calls an answer corrupt that is shorter than the range, before it yields a byte', async () => {
    subject.service.fail(
      'GET',
      alter((answer) => ({ ...answer, body: Buffer.from('short') })),
    );
    const range = { start: 0, end: 99 };
    const error = await storageErrorOf(() => read(subject.store, location, range), 'corrupt');
    expect(error.message).toBe('s3: open: bucket "blobs": 5 bytes there, 100 asked for');
  });

  it('does not take the whole object for a range', async () => {
    subject.service.fail(
      'GET',
      alter(() => ({ status: 200, body: bytesOf(SIZE) })),
    );
    await storageErrorOf(() => read(subject.store, location, { start: 5, end: 9 }), 'corrupt');
  });

  it('does not take another range for the one asked for', async () => {
    subject.service.fail(
      'GET',
      alter((answer) => ({ ...answer, headers: { 'content-range': `bytes 6-10/${SIZE}` } })),
    );
    await storageErrorOf(() => read(subject.store, location, { start: 5, end: 9 }), 'corrupt');
  });

  it.each([
    ['sends a byte now and then', dribble(50)],
    ['begins and is silent', dribble(10_000)],
    ['never answers', neverAnswer],
  ])(
    'gives up a service that %s',
    async (_what, fault) => {
      subject.service.fail('GET', fault);
      const error = await storageErrorOf(() => read(subject.store, location), 'unavailable');
      expect(error.message).toContain('no answer within');
    },
    15_000,
  );

  it('has patience with a reader that is slower than any limit', async () => {
    let length = 0;
    for await (const chunk of subject.store.open(location)) {
      if (length === 0) await delay(700);
      length += chunk.length;
    }
    expect(length).toBe(SIZE);
  });

  it('ends a read that is aborted while the service is silent', async () => {
    subject.service.fail('GET', neverAnswer);
    const reason = new Error('gone');
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(reason), 50);
    const chunks = subject.store.open(location, undefined, aborter.signal)[Symbol.asyncIterator]();
    await expect(chunks.next()).rejects.toBe(reason);
  });

  it('does not take a missing bucket for a missing blob', async () => {
    subject.service.fail('GET', refuse(404, 'NoSuchBucket'));
    const error = await storageErrorOf(() => read(subject.store, location), 'unavailable');
    expect(error.message).toContain('the bucket does not exist');
  });
});
