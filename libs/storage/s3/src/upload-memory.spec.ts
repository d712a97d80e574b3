import { bytesOf, chunksOf, read, storageErrorOf } from '@margo-registry/storage-core/testing';
import { S3BlobStore } from './s3-blob-store.js';
import { neverAnswer, refuse, refuseEarly, resetInMidBody } from './testing/scripted-s3.js';
import { CREDENTIALS, MEBI, PATIENT_LIMITS, ScriptedStore } from './testing/scripted-store.js';

const MEMORY = 4 * MEBI;

describe('the memory of uploads', () => {
  let subject: ScriptedStore;

  beforeEach(async () => {
    subject = await ScriptedStore.start({ memory: MEMORY, partSize: 2 * MEBI, limits: PATIENT_LIMITS });
  });

  afterEach(() => subject.stop());

  it('is never more than the budget for 20 appends at once, and is given back', async () => {
    const contents = Array.from({ length: 20 }, (_, seed) => bytesOf(3 * MEBI + seed * 1000, seed + 1));
    const { store } = subject;
    const states = await Promise.all(contents.map((bytes) => store.append(store.begin(), chunksOf(bytes))));
    for (const [index, state] of states.entries()) {
      const bytes = await read(store, await store.finish(state, ''));
      expect(bytes.equals(contents[index] as Buffer)).toBe(true);
    }
    expect(store.memory.peak).toBeLessThanOrEqual(MEMORY);
    expect(store.memory.peak).toBeGreaterThan(2 * MEBI);
    expect(store.memory.held).toBe(0);
  });

  it('is used again by other uploads without a byte gone wrong, where requests break and parts are sent again', async () => {
    const { service, store } = subject;
    service.fail('PUT partNumber', resetInMidBody, 2);
    service.fail('PUT partNumber', refuse(503, 'SlowDown'), 2);
    service.fail('PUT', resetInMidBody, 2);
    const contents = Array.from({ length: 12 }, (_, seed) => bytesOf(2 * MEBI + seed * 300_000, seed + 1));
    const states = await Promise.all(contents.map((bytes) => store.append(store.begin(), chunksOf(bytes))));
    for (const [index, state] of states.entries()) {
      const bytes = await read(store, await store.finish(state, ''));
      expect(bytes.equals(contents[index] as Buffer)).toBe(true);
    }
    expect(store.memory.held).toBe(0);
  });

  it('comes back from a refusal that does not wait for the bytes', async () => {
    const { service, store } = subject;
    for (let upload = 0; upload < 3; upload += 1) {
      service.fail('PUT', refuseEarly, 1);
      await storageErrorOf(() => subject.append(bytesOf(2 * MEBI)), 'unavailable');
    }
    for (let turn = 0; turn < 200 && store.memory.held > 0; turn += 1) await new Promise(setImmediate);
    const state = await subject.append(bytesOf(3 * MEBI));
    expect((await read(store, await store.finish(state, ''))).equals(bytesOf(3 * MEBI))).toBe(true);
  });

  it('is not asked for before bytes come: a silent upload keeps nobody waiting', async () => {
    const { store } = subject;
    const aborter = new AbortController();
    const { signal } = aborter;
    const silent = Array.from({ length: 50 }, () => store.append(store.begin(), silence(), { signal }));
    await subject.commit(bytesOf(5 * MEBI));
    aborter.abort(new Error('enough'));
    await Promise.all(silent.map((append) => storageErrorOf(() => append, 'interrupted')));
  });

  it('holds no chunk before there is room for it, and an upload that waits can be aborted', async () => {
    subject.service.fail('PUT partNumber', neverAnswer);
    const { store } = subject;
    const big = store.append(store.begin(), chunksOf(bytesOf(8 * MEBI))).catch(() => undefined);
    for (let turn = 0; turn < 200 && store.memory.held < MEMORY; turn += 1) await new Promise(setImmediate);
    const aborter = new AbortController();
    let asked = 0;
    const waiting = store.append(
      store.begin(),
      counted(() => (asked += 1)),
      { signal: aborter.signal },
    );
    setTimeout(() => aborter.abort(new Error('enough')), 30);
    const error = await storageErrorOf(() => waiting, 'interrupted');
    expect([asked, error.state?.size]).toEqual([1, 0]);
    await big;
  });

  it('must hold one part', () => {
    const options = { ...CREDENTIALS, endpoint: 'http://127.0.0.1:9', bucket: 'blobs', memory: MEBI };
    expect(() => new S3BlobStore(options)).toThrow(
      'memory of 1048576 bytes does not hold one part of 16777216 bytes',
    );
  });
});

// eslint-disable-next-line require-yield -- a source that never gives anything
async function* silence(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined);
}

async function* counted(asked: () => void): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < 100; chunk += 1) {
    asked();
    yield bytesOf(64 * 1024);
  }
}
