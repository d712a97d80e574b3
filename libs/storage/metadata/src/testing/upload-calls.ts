import type {
  ClaimUpload,
  KeepUploadBytes,
  PublishUploadOutcome,
  UploadOutcome,
} from '../commands/commands.js';
import type { UploadRow } from '../queries/queries.js';
import type { TemporaryStore } from './store-fixture.js';

const UPLOAD = { id: 'u1', repository: 'acme/app', caller: 'ci' } as const;

/** Calls about the upload `u1` of `acme/app`: claims last 10 ms and begin at 100, unless told otherwise. */
export interface UploadCalls {
  find(id?: string): Promise<UploadRow | undefined>;
  claim(changes?: Partial<ClaimUpload>): Promise<UploadOutcome>;
  /** Ends the claim with bytes of a driver in `locations`. */
  publish(fence: number, size: number, locations?: string[]): Promise<PublishUploadOutcome>;
  keep(bytes: string, expectedSize: number, changes?: Partial<KeepUploadBytes>): Promise<UploadOutcome>;
}

export function uploadCalls(given: TemporaryStore): UploadCalls {
  const claim = { ...UPLOAD, leaseMilliseconds: 10, purpose: 'appending', create: true, now: 100 } as const;
  return {
    find: (id = UPLOAD.id) => given.store.queries.findUpload(id),
    claim: (changes = {}) => given.store.commands.claimUpload({ ...claim, ...changes }),
    publish: (fence, size, locations = [`s/${size}`]) =>
      given.store.commands.publishUpload({
        id: UPLOAD.id,
        fence,
        state: { locations },
        bytes: null,
        size,
        now: 200,
      }),
    keep: (bytes, expectedSize, changes = {}) =>
      given.store.commands.keepUploadBytes({
        ...UPLOAD,
        expectedSize,
        bytes: Buffer.from(bytes),
        now: 100,
        ...changes,
      }),
  };
}
