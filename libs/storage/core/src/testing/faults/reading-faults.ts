import type { BlobLocation, ByteRange, StoredBlob, UploadState } from '../../blob-store.js';
import { MemoryBlobStore } from '../../memory-blob-store.js';
import { isStorageError } from '../../storage-error.js';
import type { Fault } from './fault.js';
import { replay } from './replay.js';

export const READING_FAULTS: Fault[] = [
  {
    fault: 'takes the end of a range as exclusive',
    caughtBy: [
      'a range of the first byte yields just these bytes',
      'a range of the end yields just these bytes',
    ],
    Store: class extends MemoryBlobStore {
      override async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal) {
        yield* super.open(location, range && { ...range, end: range.end - 1 }, signal);
      }
    },
  },
  {
    fault: 'answers a missing blob with nothing',
    caughtBy: [
      'a deleted blob is not found, not even after a restart',
      'a location that is unknown yields no bytes, and deleting it deletes nothing',
    ],
    Store: class extends MemoryBlobStore {
      override async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal) {
        try {
          yield* super.open(location, range, signal);
        } catch (error) {
          if (!isStorageError(error, 'not-found')) throw error;
        }
      }
    },
  },
  {
    fault: 'shortens a range that is too long',
    caughtBy: ['a range that reaches behind the last byte is corrupt'],
    Store: class extends MemoryBlobStore {
      override async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal) {
        yield* super.open(location, range && { ...range, end: Math.min(range.end, 99) }, signal);
      }
    },
  },
  {
    fault: 'overwrites a chunk while the consumer has it',
    caughtBy: ['a consumer that is slow finds each chunk unchanged until it asks for the next'],
    Store: class extends MemoryBlobStore {
      override async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal) {
        for await (const chunk of super.open(location, range, signal)) {
          setImmediate(() => chunk.fill(0));
          yield chunk;
        }
      }
    },
  },
  {
    fault: 'reads on after an abort',
    caughtBy: [
      'a read whose signal is aborted beforehand rejects with the reason',
      'an abort ends a read under way with the reason',
    ],
    Store: class extends MemoryBlobStore {
      override open(location: BlobLocation, range?: ByteRange) {
        return super.open(location, range);
      }
    },
  },
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
        yield* (await all(super.list(after))).sort((a, b) => Number(a.location) - Number(b.location));
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

async function all(entries: AsyncIterable<StoredBlob>): Promise<StoredBlob[]> {
  const list: StoredBlob[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}
