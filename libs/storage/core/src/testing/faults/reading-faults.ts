import type { BlobLocation, ByteRange } from '../../blob-store.js';
import { MemoryBlobStore } from '../../memory-blob-store.js';
import { isStorageError } from '../../storage-error.js';
import type { Fault } from './fault.js';

/** Faults of opening. */
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
    fault: 'lets readers share one position',
    caughtBy: ['many readers of one blob at once each get their own range'],
    Store: class extends MemoryBlobStore {
      #range: ByteRange | undefined;
      override async *open(location: BlobLocation, range?: ByteRange, signal?: AbortSignal) {
        this.#range = range;
        await Promise.resolve();
        yield* super.open(location, this.#range, signal);
      }
    },
  },
];
