import type { LinkBlob, LinkBlobOutcome } from '../../commands/commands.js';
import { lock } from '../../sql/lock.js';
import { sql } from '../../sql/statement.js';
import type { Transaction } from '../../sql/transaction.js';

/**
 * What `linkBlob` does for bytes that nobody has pushed before into a repository that is there, in one round trip instead of
 * four. Undefined for everything else; nothing is changed then.
 *
 * The rows that it writes are not visible to the statement that writes them, so each part takes them from the one before; the
 * order of the locks follows from that, and foreign keys are looked at when the statement ends.
 */
export async function linkFreshBlob(
  tx: Transaction,
  { repository, digest, size, content, upload, leftovers = [] }: LinkBlob,
  now: number,
): Promise<LinkBlobOutcome | undefined> {
  if (upload !== undefined || leftovers.length > 0) return undefined;
  const location = 'location' in content ? content.location : null;
  const payload = 'payload' in content ? content.payload : null;
  const linked = await tx.all(sql`
    WITH given AS (SELECT ${payload}::bytea AS payload),
    home AS (SELECT id FROM repositories WHERE name = ${repository} ${lock('key share')}),
    fresh AS (
      INSERT INTO blobs (digest, size, location, damaged_at, created_at)
      SELECT ${digest}::text, ${size}::bigint, ${location}::text, NULL, ${now}::bigint FROM home
      ON CONFLICT (digest) DO NOTHING RETURNING digest),
    kept AS (
      INSERT INTO small_blobs (digest, payload)
      SELECT fresh.digest, given.payload FROM fresh, given WHERE given.payload IS NOT NULL),
    link AS (
      INSERT INTO repository_blobs (repository_id, digest, touched_at)
      SELECT home.id, fresh.digest, ${now}::bigint FROM home, fresh RETURNING repository_id, digest),
    filled AS (
      UPDATE manifest_refs SET blob = link.digest FROM link
      WHERE manifest_refs.repository_id = link.repository_id AND manifest_refs.digest = link.digest
      AND manifest_refs.blob IS NULL AND manifest_refs.child IS NULL AND manifest_refs.kind <> 'manifest')
    SELECT 1 AS linked FROM link`);
  return linked.length === 0 ? undefined : { outcome: 'linked', location };
}
