import type { BlobLocation, StoredBlob, UploadState } from '../../blob-store.js';
import { MemoryBlobStore } from '../../memory-blob-store.js';
import type { Fault } from './fault.js';
import { replay } from './replay.js';

/** Faults of deleting, listing, marking, pinging and closing. */
export const KEEPING_FAULTS: Fault[] = [
  {
    fault: 'tidies locations',
    caughtBy: [
      'a location that is a line end behind a real one yields no bytes, and deleting it deletes nothing',
    ],
    Store: class extends MemoryBlobStore {
      override async delete(location: BlobLocation) {
        return super.delete(location.trim());
      }
    },
  },
  {
    fault: 'deletes whatever begins with the location',
    caughtBy: ['a location that is a prefix of a real one yields no bytes, and deleting it deletes nothing'],
    Store: class extends MemoryBlobStore {
      override async delete(location: BlobLocation) {
        for (const entry of await all(this.list()))
          if (entry.location.startsWith(location)) await super.delete(entry.location);
      }
    },
  },
  {
    fault: 'minds deleting twice',
    caughtBy: ['deleting twice succeeds'],
    Store: class extends MemoryBlobStore {
      override async delete(location: BlobLocation) {
        for await (const _ of this.open(location)) break;
        return super.delete(location);
      }
    },
  },
  {
    fault: 'lists by age',
    caughtBy: ['every blob is listed once, in byte order of location'],
    Store: class extends MemoryBlobStore {
      override async *list(after?: BlobLocation) {
        yield* (await all(super.list(after))).sort((a, b) => ageOf(a) - ageOf(b));
      }
    },
  },
  {
    fault: 'lists in the order of a locale',
    caughtBy: ['every blob is listed once, in byte order of location'],
    Store: class extends MemoryBlobStore {
      override async *list(after?: BlobLocation) {
        yield* (await all(super.list(after))).sort((a, b) => a.location.localeCompare(b.location, 'en'));
      }
    },
  },
  {
    fault: 'passes over the siblings of the entry that it begins behind',
    caughtBy: ['the list begins behind what is no entry: a prefix sorts before its siblings'],
    Store: class extends MemoryBlobStore {
      override async *list(after = '') {
        for await (const entry of super.list(after))
          if (after === '' || !entry.location.startsWith(after)) yield entry;
      }
    },
  },
  {
    fault: 'lists the entry that it should begin behind',
    caughtBy: ['the list begins behind any of its entries'],
    Store: class extends MemoryBlobStore {
      override async *list(after = '') {
        for await (const entry of super.list()) if (entry.location >= after) yield entry;
      }
    },
  },
  {
    fault: 'lists only what is finished',
    caughtBy: ['what an unfinished upload holds is listed'],
    Store: class extends MemoryBlobStore {
      readonly #finished = new Set<BlobLocation>();
      override async finish(state: UploadState, digest: string) {
        const location = await super.finish(state, digest);
        this.#finished.add(location);
        return location;
      }
      override async *list(after?: BlobLocation) {
        for await (const entry of super.list(after)) if (this.#finished.has(entry.location)) yield entry;
      }
    },
  },
  {
    fault: 'lets the last mark win',
    caughtBy: ['the first mark stays: a second database learns whose the store is'],
    Store: class extends MemoryBlobStore {
      override async mark(storeId: string) {
        return storeId;
      }
    },
  },
  {
    fault: 'leaves a probe behind',
    caughtBy: ['a ping resolves, before and after the mark, and leaves nothing'],
    Store: class extends MemoryBlobStore {
      override async ping() {
        await super.append(this.begin(), replay([Buffer.from('probe')]));
      }
    },
  },
  {
    fault: 'goes on when closed',
    caughtBy: ['a closed store refuses append as unavailable', 'a closed store refuses list as unavailable'],
    Store: class extends MemoryBlobStore {
      override async close() {}
    },
  },
];

/** The reference numbers its locations. */
function ageOf({ location }: StoredBlob): number {
  return Number(location.slice(1));
}

async function all(entries: AsyncIterable<StoredBlob>): Promise<StoredBlob[]> {
  const list: StoredBlob[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}
