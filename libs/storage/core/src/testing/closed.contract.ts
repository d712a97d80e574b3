import type { BlobLocation, BlobStore, UploadState } from '../blob-store.js';
import { bytesOf, chunksOf, commit, DIGEST, locationsIn, read } from './bytes.js';
import type { Contract } from './contract.js';
import { storageErrorOf } from './rejection.js';

type Call = (store: BlobStore, state: UploadState, location: BlobLocation) => Promise<unknown>;

/** Every call of the port that needs a store which is open and a backend that answers. */
const CALLS: Record<string, Call> = {
  append: (store, state) => store.append(state, chunksOf(bytesOf(10))),
  finish: (store, state) => store.finish(state, DIGEST),
  cancel: (store, state) => store.cancel(state),
  open: (store, _state, location) => read(store, location),
  delete: (store, _state, location) => store.delete(location),
  list: (store) => locationsIn(store),
  mark: (store) => store.mark('store'),
  ping: (store) => store.ping(),
};

const ONLY_CLOSED: Record<string, Call> = {
  begin: async (store) => store.begin(),
  directUrl: (store, _state, location) => store.directUrl(location, 60),
};

export function closedContract(contract: Contract): void {
  contract.it('closing twice succeeds', async ({ store }) => {
    await store.close();
    await store.close();
  });

  for (const [name, call] of Object.entries({ ...CALLS, ...ONLY_CLOSED })) {
    contract.it(`a closed store refuses ${name} as unavailable`, async ({ store, reopen }) => {
      const { state, location } = await commit(store, bytesOf(10), bytesOf(20));
      await store.close();
      await storageErrorOf(() => call(store, state, location), 'unavailable');
      await cancelElsewhere(reopen, state);
    });
  }
}

/** Only for drivers that can be tested with a backend that does not answer. */
export function unavailableContract(contract: Contract): void {
  const unavailable = contract.options.unavailable;
  if (unavailable === undefined) return;
  for (const [name, call] of Object.entries(CALLS)) {
    contract.it(`a backend that does not answer makes ${name} unavailable`, async ({ store }) => {
      const { state, location } = await commit(store, bytesOf(10), bytesOf(20));
      const down = await unavailable();
      await storageErrorOf(() => call(down, state, location), 'unavailable');
      await down.close();
      await store.cancel(state);
    });
  }
}

async function cancelElsewhere(reopen: () => Promise<BlobStore>, state: UploadState): Promise<void> {
  const other = await reopen();
  await other.cancel(state);
  await other.close();
}
