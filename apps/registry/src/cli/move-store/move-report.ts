import type { Damage } from '../blob-bytes.js';

/** Content whose bytes are not what their digest says; they were not copied. */
export interface DamagedContent {
  readonly kind: 'blob' | 'manifest';
  readonly digest: string;
  readonly damage: Damage;
  /** Some of those that have it. */
  readonly repositories: readonly string[];
}

/** What a move has done. */
export class MoveReport {
  /** What is in the target, also from a former run. */
  readonly facts = { repository: 0, link: 0, manifest: 0, tag: 0 };
  /** `skipped`: there and whole from a former run. */
  readonly blobs = { copied: 0, skipped: 0, bytes: 0 };
  readonly damaged: DamagedContent[] = [];
  /** `repository:tag` of tags that point to a damaged manifest. */
  readonly tagsLeftBehind: string[] = [];
  uploadsLeftBehind = 0;
}
