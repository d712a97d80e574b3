import type { UploadRow } from '../queries/upload-row.js';

/** Small bodies: the bytes so far stay in the row; no claim is needed because the write itself compares the size. */
export interface KeepUploadBytes {
  readonly id: string;
  readonly repository: string;
  readonly caller: string | null;
  /** Bytes that the upload must hold now (0: the row may be absent and is made). */
  readonly expectedSize: number;
  /** All bytes of the upload, the kept ones first. */
  readonly bytes: Uint8Array;
  readonly maxOpen?: number;
  readonly now?: number;
}

export interface ClaimUpload {
  readonly id: string;
  readonly repository: string;
  readonly caller: string | null;
  /** How long the claim holds without renewal. */
  readonly leaseMilliseconds: number;
  /** `appending` for PATCH, `finishing` for PUT. */
  readonly purpose: 'appending' | 'finishing';
  /** Makes the row where there is none. Otherwise: `unknown`. */
  readonly create: boolean;
  /** Most uploads with bytes left behind that one caller may hold open; absent: no limit. */
  readonly maxOpen?: number;
  readonly now?: number;
}

/**
 * `busy`: somebody holds a claim that has not run out. `ended`: done or cancelled; `upload` says which.
 * `mismatch`: another size than expected, or the bytes are the driver's (`state`) and not in the row. `too-many`: over `maxOpen`, counted
 * for uploads that hold no bytes yet. `unknown` also where the row belongs to another repository.
 */
export type UploadOutcome =
  | { readonly outcome: 'claimed' | 'kept' | 'busy' | 'ended' | 'mismatch'; readonly upload: UploadRow }
  | { readonly outcome: 'unknown' | 'too-many' };

/**
 * Ends a claim: writes the new state by compare-and-set on the fence and opens the upload for the next one. A claim that has run out
 * still publishes where nobody took over.
 */
export interface PublishUpload {
  readonly id: string;
  readonly fence: number;
  /** Driver state (JSON) or null while the bytes are in the row. */
  readonly state: object | null;
  readonly bytes: Uint8Array | null;
  readonly size: number;
  readonly now?: number;
}
export type PublishUploadOutcome = { readonly outcome: 'published' | 'lost-claim' };

/** Keeps the state as it was and frees the claim (`status` open again). */
export interface ReleaseUpload {
  readonly id: string;
  readonly fence: number;
}

export interface RenewUpload {
  readonly id: string;
  readonly fence: number;
  readonly leaseMilliseconds: number;
  readonly now?: number;
}

/**
 * Makes (or turns) the row `cancelled`, whoever holds it: a claim is fenced off. The caller then cancels `upload.state` with the driver;
 * its locations are doomed as well, in case the caller does not get that far.
 */
export interface CancelUpload {
  readonly id: string;
  readonly repository: string;
  /** When given: only under this fence. */
  readonly fence?: number;
  readonly now?: number;
}
export type CancelUploadOutcome =
  | { readonly outcome: 'cancelled'; readonly upload: UploadRow }
  | { readonly outcome: 'ended' | 'lost-claim' };

/** Removes rows of ended uploads that nobody touched since `before`. */
export interface ForgetUploads {
  readonly before: number;
  readonly limit: number;
}
