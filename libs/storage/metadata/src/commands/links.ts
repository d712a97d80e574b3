import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';

/** Links a blob to a repository (again: touches the link) and gives it to the manifests that were accepted while it was absent. */
export async function linkDigest(
  tx: Transaction,
  repositoryId: number,
  digest: string,
  now: number,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO repository_blobs (repository_id, digest, touched_at) VALUES (${repositoryId}, ${digest}, ${now})
    ON CONFLICT (repository_id, digest) DO UPDATE SET touched_at = excluded.touched_at`);
  await tx.run(sql`
    UPDATE manifest_refs SET blob = ${digest}
    WHERE repository_id = ${repositoryId} AND digest = ${digest} AND blob IS NULL AND child IS NULL AND kind <> 'manifest'`);
}
