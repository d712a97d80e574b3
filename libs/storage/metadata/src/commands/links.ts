import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { Touching } from './collection-commands.js';
import { touchAt } from './touching.js';

/** Links a blob to a repository (again: touches the link) and gives it to the manifests that were accepted while it was absent. */
export async function linkDigest(
  tx: Transaction,
  repositoryId: number,
  { digest, ...touching }: { readonly digest: string } & Touching,
  now: number,
): Promise<void> {
  const { stale } = touchAt(now, touching);
  await tx.run(sql`
    INSERT INTO repository_blobs (repository_id, digest, touched_at) VALUES (${repositoryId}, ${digest}, ${now})
    ON CONFLICT (repository_id, digest) DO UPDATE SET touched_at = excluded.touched_at
    WHERE repository_blobs.touched_at <= ${stale}`);
  await fillWaitingReferences(tx, repositoryId, digest);
}

/** Gives a link to the references that were accepted while it was absent. */
export async function fillWaitingReferences(
  tx: Transaction,
  repositoryId: number,
  digest: string,
): Promise<void> {
  await tx.run(sql`
    UPDATE manifest_refs SET blob = ${digest}
    WHERE repository_id = ${repositoryId} AND digest = ${digest} AND blob IS NULL AND child IS NULL AND kind <> 'manifest'`);
}
