import { storageErrorOf } from '@margo-registry/storage-core/testing';
import { loseAnswer, refuse, type Fault } from './testing/scripted-s3.js';
import { ScriptedStore } from './testing/scripted-store.js';

/** A service that does not know `If-None-Match` on PUT. */
const unconditional: Fault = ({ request, response, answer }) => {
  delete request.headers['if-none-match'];
  answer();
  response.end();
};

describe('the mark of a store', () => {
  let subject: ScriptedStore;

  beforeEach(async () => {
    subject = await ScriptedStore.start();
  });

  afterEach(() => subject.stop());

  it('is refused where the service refuses to write it', async () => {
    subject.service.fail('PUT', refuse(403, 'AccessDenied'));
    await storageErrorOf(() => subject.store.mark('first'), 'unavailable');
  });

  it('is ours although the answer was lost', async () => {
    subject.service.fail('PUT', loseAnswer, 1);
    expect(await subject.store.mark('first')).toBe('first');
  });

  it('is the same for all who claim at once, also where the service ignores the condition', async () => {
    subject.service.fail('PUT', unconditional);
    const learned = await Promise.all(['a', 'b', 'c', 'd'].map((id) => subject.store.mark(id)));
    expect(new Set(learned).size).toBe(1);
    expect(await subject.store.mark('late')).toBe(learned[0]);
  });
});
