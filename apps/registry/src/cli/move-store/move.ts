import type { Stores } from '../../storage/stores.js';
import type { Progress } from '../progress.js';
import type { MoveReport } from './move-report.js';
import type { MoveSource } from './move-source.js';

/** One move under way. */
export interface Move {
  readonly source: MoveSource;
  readonly target: Stores;
  /** Largest blob that lives beside the facts of the target, in bytes. */
  readonly inline: number;
  readonly progress: Progress;
  readonly report: MoveReport;
}
