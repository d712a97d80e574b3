import type { Stores } from '../../storage/stores.js';
import type { Progress } from '../progress.js';
import type { Pace } from './pace.js';

/** One verification under way. */
export interface Verification {
  readonly stores: Stores;
  readonly pace: Pace;
  readonly progress: Progress;
  /** Marks damaged blobs, so that they count as absent until they are pushed again. */
  readonly repair: boolean;
  /** Bytes that are younger may belong to a push that is under way elsewhere; milliseconds. */
  readonly orphanAge: number;
  readonly counts: VerifyCounts;
}

/** What was looked at. */
export class VerifyCounts {
  blobs = 0;
  bytes = 0;
  manifests = 0;
  faults = 0;
  notes = 0;
  repaired = 0;
}
