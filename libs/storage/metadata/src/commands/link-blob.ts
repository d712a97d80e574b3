import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { storeBlob } from './blobs.js';
import type { LinkBlob, LinkBlobOutcome } from './commands.js';
import { doomLocations } from './doomed-locations.js';
import { linkDigest } from './links.js';
import { ensureRepository } from './repositories.js';
import { stateLocations } from './uploads.js';

/** Doomed at the beginning of time: nobody ever read from these places, so nobody needs them a while longer. */
const WITHOUT_GRACE = 0;

export async function linkBlob(tx: Transaction, input: LinkBlob, now: number): Promise<LinkBlobOutcome> {
  const ending = input.upload === undefined ? undefined : await holdUpload(tx, input, input.upload, now);
  if (input.upload !== undefined && ending === undefined) return { outcome: 'lost-claim' };
  const repositoryId = await ensureRepository(tx, input.repository, now);
  const location = await storeBlob(tx, input, now);
  await linkDigest(tx, repositoryId, input, now);
  const leftovers = new Set(
    [...(ending ?? []), ...(input.leftovers ?? [])].filter((segment) => segment !== location),
  );
  await doomLocations(tx, { locations: [...leftovers] }, WITHOUT_GRACE);
  if (input.upload !== undefined) await endUpload(tx, input.upload.id, input.digest, input.size);
  return { outcome: 'linked', location };
}

/** The locations that the upload holds, or undefined where the claim is lost. An upload that ended with this very digest may end again. */
async function holdUpload(
  tx: Transaction,
  { repository, digest }: LinkBlob,
  { id, fence }: { readonly id: string; readonly fence: number },
  now: number,
): Promise<readonly string[] | undefined> {
  const [held] = await tx.all<{ state: string | null }>(sql`
    UPDATE uploads SET touched_at = ${now}
    WHERE id = ${id} AND fence = ${fence} AND repository = ${repository}
    AND (status IN ('appending', 'finishing') OR (status = 'done' AND digest = ${digest})) RETURNING state`);
  return held === undefined ? undefined : stateLocations(held.state);
}

async function endUpload(tx: Transaction, id: string, digest: string, size: number): Promise<void> {
  await tx.run(sql`
    UPDATE uploads SET status = 'done', digest = ${digest}, size = ${size}, state = NULL, bytes = NULL, lease_until = 0
    WHERE id = ${id}`);
}
