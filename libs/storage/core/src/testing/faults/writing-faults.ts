import type { AppendOptions, UploadState } from '../../blob-store.js';
import { MemoryBlobStore } from '../../memory-blob-store.js';
import { isStorageError } from '../../storage-error.js';
import type { Fault } from './fault.js';
import { replay } from './replay.js';

type Chunks = AsyncIterable<Uint8Array>;

const PART = 1024 * 1024;

/** Faults of appending. */
export const WRITING_FAULTS: Fault[] = [
  {
    fault: 'keeps references to chunks',
    caughtBy: ['one append keeps its bytes in their order'],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        const kept: Uint8Array[] = [];
        for await (const chunk of chunks) kept.push(chunk);
        return super.append(state, replay(kept), options);
      }
    },
  },
  {
    fault: 'takes a cut append for a whole one',
    caughtBy: ['an append that is cut half-way keeps what is durable, and the upload goes on from there'],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        return super.append(state, chunks, options).catch((error) => stateOf(error));
      }
    },
  },
  {
    fault: 'forgets earlier appends when one is cut',
    caughtBy: ['an append that is cut never loses what earlier appends made durable'],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        return super.append(state, chunks, options).catch((error) => {
          throw Object.assign(error as object, { state: this.begin() });
        });
      }
    },
  },
  {
    fault: 'keeps one list of segments per upload',
    caughtBy: [
      'two appends to one state at once never mix: each state finishes to its own bytes',
      'what a dead writer left behind is never read',
    ],
    Store: class extends MemoryBlobStore {
      readonly #latest = new Map<unknown, UploadState>();
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        const kept: Buffer[] = [];
        const cut = await collect(chunks, kept);
        const next = await super.append(this.#latest.get(state.upload) ?? state, replay(kept), options);
        this.#latest.set(state.upload, next);
        return cut === undefined ? next : super.append(next, failing(cut));
      }
    },
  },
  {
    fault: 'knows its uploads by object only',
    caughtBy: ['another process goes on with a state that it got as JSON'],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        const { size = 0, locations = [] } =
          (state.hidden as Map<string, UploadState> | undefined)?.get?.('state') ?? {};
        const next = await super.append({ ...state, size, locations }, chunks, options);
        return { ...next, hidden: new Map([['state', next]]) };
      }
    },
  },
  {
    fault: 'swallows an abort',
    caughtBy: [
      'an append whose signal is aborted beforehand changes nothing',
      'an abort ends an append whose source is silent, and keeps what is durable',
    ],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        return super.append(state, chunks, options).catch((error) => {
          if (options?.signal?.aborted) return stateOf(error);
          throw error;
        });
      }
    },
  },
  {
    fault: 'keeps a partial file that no state names',
    caughtBy: [
      'a cancelled upload leaves nothing of an append that was cut',
      'what a dead writer left behind is never read',
    ],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        return super.append(state, chunks, options).catch((error) => {
          throw Object.assign(error as object, { state });
        });
      }
    },
  },
  {
    fault: 'is off by one at the boundary of two parts',
    caughtBy: [
      `a blob of ${PART + 1} bytes comes back whole, in one append or in two`,
      'an upload of segments that straddle the boundaries comes back whole',
    ],
    Store: class extends MemoryBlobStore {
      override async append(state: UploadState, chunks: Chunks, options?: AppendOptions) {
        const kept: Buffer[] = [];
        const cut = await collect(chunks, kept);
        const bytes = Buffer.concat(kept);
        if (bytes.length > PART) bytes.copy(bytes, PART, PART - 1, PART);
        const next = await super.append(state, replay([bytes]), options);
        return cut === undefined ? next : super.append(next, failing(cut));
      }
    },
  },
];

// eslint-disable-next-line require-yield -- a source that fails at once
async function* failing(reason: unknown): AsyncGenerator<Uint8Array> {
  throw reason;
}

/** Copies every chunk; resolves with what the source threw. */
async function collect(chunks: Chunks, into: Buffer[]): Promise<unknown> {
  try {
    for await (const chunk of chunks) into.push(Buffer.from(chunk));
    return undefined;
  } catch (reason) {
    return reason;
  }
}

function stateOf(error: unknown): UploadState {
  if (isStorageError(error, 'interrupted') && error.state) return error.state;
  throw error;
}
