import type { AppendOptions, BlobLocation, UploadState } from '../../blob-store.js';
import { MemoryBlobStore } from '../../memory-blob-store.js';
import { StorageError } from '../../storage-error.js';
import type { Fault } from './fault.js';
import { replay } from './replay.js';

type Chunks = AsyncIterable<Uint8Array>;

/** Faults of finishing and cancelling, and of what must be durable before. */
export const FINISHING_FAULTS: Fault[] = [
  {
    fault: 'acknowledges before the bytes are durable',
    caughtBy: [
      'another process goes on with a state that it got as JSON',
      'what an unfinished upload holds is listed',
    ],
    Store: class extends MemoryBlobStore {
      readonly #waiting = new Map<unknown, Buffer[]>();
      override async append(state: UploadState, chunks: Chunks, _options?: AppendOptions) {
        const waiting = this.#waiting.get(state.upload) ?? [];
        this.#waiting.set(state.upload, waiting);
        let { size } = state;
        for await (const chunk of chunks) {
          size += chunk.length;
          waiting.push(Buffer.from(chunk));
        }
        return { ...state, size };
      }
      override async finish(state: UploadState, digest: string) {
        return super.finish(await super.append(state, replay(this.#waiting.get(state.upload) ?? [])), digest);
      }
    },
  },
  {
    fault: 'minds a second finish',
    caughtBy: [
      'finishing an upload of one append twice gives the same location and the same bytes',
      'finishing an upload of several appends twice gives the same location and the same bytes',
    ],
    Store: class extends MemoryBlobStore {
      readonly #finished = new Set<unknown>();
      override async finish(state: UploadState, digest: string) {
        const { driver } = this;
        if (this.#finished.has(state.upload))
          throw new StorageError('upload-unknown', 'finished already', { driver, operation: 'finish' });
        this.#finished.add(state.upload);
        return super.finish(state, digest);
      }
    },
  },
  {
    fault: 'finishes elsewhere each time',
    caughtBy: [
      'finishing an upload of several appends twice gives the same location and the same bytes',
      'two callers that finish one upload at once get the same location',
    ],
    Store: class extends MemoryBlobStore {
      override async finish(state: UploadState, digest: string) {
        return super.finish({ ...state, upload: `${Math.random()}` }, digest);
      }
    },
  },
  {
    fault: 'keeps equal bytes at one location',
    caughtBy: ['two uploads of the same bytes finish at two locations'],
    Store: class extends MemoryBlobStore {
      readonly #locations = new Map<string, BlobLocation>();
      override async finish(state: UploadState, digest: string) {
        const location = this.#locations.get(digest) ?? (await super.finish(state, digest));
        this.#locations.set(digest, location);
        return location;
      }
    },
  },
  {
    fault: 'joins segments in the order of their names',
    caughtBy: ['an upload of many small segments comes back whole'],
    Store: class extends MemoryBlobStore {
      override async finish(state: UploadState, digest: string) {
        return super.finish({ ...state, locations: [...state.locations].sort() }, digest);
      }
    },
  },
  {
    fault: 'joins what is left of an upload',
    caughtBy: ['finishing an upload that lost one of its places is refused as unknown'],
    Store: class extends MemoryBlobStore {
      override async finish(state: UploadState, digest: string) {
        const there = new Set<BlobLocation>();
        for await (const { location } of this.list()) there.add(location);
        const locations = state.locations.filter((location) => there.has(location));
        return super.finish({ ...state, locations }, digest);
      }
    },
  },
  {
    fault: 'leaves segments when cancelled',
    caughtBy: ['cancelling an upload removes every segment'],
    Store: class extends MemoryBlobStore {
      override async cancel(state: UploadState) {
        return super.cancel({ ...state, locations: state.locations.slice(1) });
      }
    },
  },
  {
    fault: 'leaves the joined blob when cancelled',
    caughtBy: ['cancelling after a finish of 2 appends also removes the blob that it made'],
    Store: class extends MemoryBlobStore {
      override async cancel(state: UploadState) {
        for (const location of state.locations) await this.delete(location);
      }
    },
  },
];
