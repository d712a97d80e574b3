import { blobStoreContract } from './blob-store.contract.js';
import { aRunner, type CollectingRunner } from './faults/collecting-runner.js';
import { FAULTS } from './faults/faults.js';
import { MemoryBlobStore } from '../memory-blob-store.js';

describe('the contract suite on stores that break a promise', () => {
  it.each(FAULTS.map((fault) => ({ ...fault, sentences: fault.caughtBy.join(' / ') })))(
    'catches a store that $fault by: $sentences',
    async ({ Store, caughtBy }) => {
      const failures = await contractOn(() => new Store()).failures(caughtBy);
      expect(caughtBy).not.toEqual([]);
      expect(failures.map(({ title }) => title).sort()).toEqual([...caughtBy].sort());
    },
  );

  it('complains by none of these sentences about the reference', async () => {
    const sentences = [...new Set(FAULTS.flatMap(({ caughtBy }) => caughtBy))];
    expect(await contractOn(() => new MemoryBlobStore()).failures(sentences)).toEqual([]);
  });

  it('says so when a test leaves bytes behind', async () => {
    class Hoarder extends MemoryBlobStore {
      override async cancel() {}
    }
    const [failure] = await contractOn(() => new Hoarder()).failures([
      'one append keeps its bytes in their order',
    ]);
    expect(failure?.message).toContain('the test left bytes behind');
  });
});

function contractOn(open: () => MemoryBlobStore): CollectingRunner {
  const runner = aRunner();
  blobStoreContract('faulty', {
    runner,
    async create() {
      const store = open();
      return { store, reopen: async () => store.reopen(), destroy: async () => undefined };
    },
  });
  return runner;
}
