import { bytesOf, chunksOf, read, storageErrorOf } from '@margo-registry/storage-core/testing';
import { S3BlobStore } from './s3-blob-store.js';
import { neverAnswer } from './testing/scripted-s3.js';
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
