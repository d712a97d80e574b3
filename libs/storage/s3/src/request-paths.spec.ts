import { bytesOf, commit, read } from '@margo-registry/storage-core/testing';
import { MEBI, PATIENT_LIMITS, ScriptedStore } from './testing/scripted-store.js';

/** What a call of the store that a request waits for may ask of the service; `GET` is that of an object. */
const ASKED = ['DELETE', 'GET', 'HEAD', 'POST uploadId', 'POST uploads', 'PUT', 'PUT partNumber'];

describe('what requests wait for', () => {
  let subject: ScriptedStore;
  beforeEach(async () => {
    subject = await ScriptedStore.start({ limits: PATIENT_LIMITS });
  });
  afterEach(() => subject.stop());

  it('never lists: uploads small and large, a join, reads, a cancel, a delete and a ping', async () => {
    const { store, service } = subject;
    const joined = await commit(store, bytesOf(10), bytesOf(20 * MEBI), bytesOf(10));
    await read(store, joined.location, { start: 5, end: 6 * MEBI });
    await store.cancel(joined.state);
    const small = await commit(store, bytesOf(10));
    await store.delete(small.location);
    await store.mark('id');
    await store.ping();
    expect([...new Set(service.calls)].sort()).toEqual(ASKED);
  });
});
