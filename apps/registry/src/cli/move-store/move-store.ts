import { StartRefused } from '../../start-refused.js';
import type { Stores } from '../../storage/stores.js';
import { BlobMove } from './blob-move.js';
import { ContentMove } from './content-move.js';
import { MoveReport } from './move-report.js';
import type { Move } from './move.js';
import { sourceOf } from './move-source.js';
import { checkTarget } from './target-check.js';

/**
 * Copies everything but unfinished uploads from one pair of stores to another that nobody else uses meanwhile. May be cut off at any
 * moment and run again: what is in the target and whole is skipped.
 *
 * @throws StartRefused where the target is the source, or holds what is not of the source
 * @throws StorageError where a store does not answer or the target is full
 */
export async function moveStore(
  stores: Omit<Move, 'report' | 'source'> & { readonly source: Stores },
): Promise<MoveReport> {
  const move: Move = { ...stores, source: sourceOf(stores.source), report: new MoveReport() };
  const [source, target] = [stores.source.metadata, stores.target.metadata];
  if (source.identity.id === target.identity.id) throw sameDatabase();
  await checkTarget(source.queries, target.queries);
  const { bytes } = await source.queries.countBlobs();
  await carryAll(move, bytes);
  move.report.uploadsLeftBehind = await source.queries.countOpenUploads();
  return move.report;
}

/** Carries the blobs and then what mentions them; `bytes` is what the progress counts to. */
export async function carryAll(move: Move, bytes: number): Promise<void> {
  move.progress.start(bytes);
  try {
    await new BlobMove(move).run();
    await new ContentMove(move).run();
  } finally {
    move.progress.stop();
  }
}

export function sameDatabase(): StartRefused {
  return new StartRefused('The source and the target are the same database; name another target.');
}
