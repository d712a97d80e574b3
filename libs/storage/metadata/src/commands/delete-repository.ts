import { hasRepository } from '../queries/repositories.js';
import { lock } from '../sql/lock.js';
import { anyOf, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { dropUnlinkedBlobs } from './blobs.js';
import type { DeleteRepository, DeleteRepositoryOutcome } from './commands.js';
import { doomLocations } from './doomed-locations.js';
import { stateLocations } from './uploads.js';

export async function deleteRepository(
  tx: Transaction,
  { repository }: DeleteRepository,
  now: number,
): Promise<DeleteRepositoryOutcome> {
  if (!(await hasRepository(tx, repository))) return { outcome: 'absent' };
  await cancelUploads(tx, repository, now);
  const repositoryId = await holdRepository(tx, repository);
  if (repositoryId === undefined) return { outcome: 'absent' };
  await tx.run(sql`DELETE FROM manifest_refs WHERE repository_id = ${repositoryId}`);
  await tx.run(sql`DELETE FROM manifests WHERE repository_id = ${repositoryId}`);
  const links = await tx.all<{ digest: string }>(
    sql`DELETE FROM repository_blobs WHERE repository_id = ${repositoryId} RETURNING digest`,
  );
  await dropUnlinkedBlobs(
    tx,
    links.map(({ digest }) => digest),
    now,
  );
  await tx.run(sql`DELETE FROM repositories WHERE id = ${repositoryId}`);
  return { outcome: 'deleted' };
}

/** Waits for everything under way in the repository and lets nothing in until the transaction ends. */
async function holdRepository(tx: Transaction, name: string): Promise<number | undefined> {
  const [held] = await tx.all<{ id: number }>(
    sql`SELECT id FROM repositories WHERE name = ${name} ${lock('update')}`,
  );
  return held?.id;
}

/** The rows stay as cancelled ones, so that the ids are dead; whoever holds a claim is fenced off. */
async function cancelUploads(tx: Transaction, repository: string, now: number): Promise<void> {
  const open = await tx.all<{ id: string; state: string | null }>(sql`
    SELECT id, state FROM uploads WHERE repository = ${repository} AND status IN ('open', 'appending', 'finishing')
    ORDER BY id ${lock('update')}`);
  await doomLocations(tx, { locations: open.flatMap(({ state }) => stateLocations(state)) }, now);
  await tx.run(sql`
    UPDATE uploads SET status = 'cancelled', state = NULL, bytes = NULL, fence = fence + 1, lease_until = 0, touched_at = ${now}
    WHERE id ${anyOf(open.map(({ id }) => id))}`);
}
