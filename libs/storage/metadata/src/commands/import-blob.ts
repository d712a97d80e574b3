import type { StoredBlobFact } from '../facts.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { doomLocations } from './doomed-locations.js';

/** A blob that is there already gets these bytes; the location that it had is doomed. */
export async function importBlob(tx: Transaction, blob: StoredBlobFact, now: number): Promise<void> {
  const { digest, size, content, damagedAt, createdAt } = blob;
  const location = content !== null && 'location' in content ? content.location : null;
  const [stood] = await tx.all<{ location: string | null }>(
    sql`SELECT location FROM blobs WHERE digest = ${digest}`,
  );
  await tx.run(sql`
    INSERT INTO blobs (digest, size, location, damaged_at, created_at)
    VALUES (${digest}, ${size}, ${location}, ${damagedAt}, ${createdAt})
    ON CONFLICT (digest) DO UPDATE SET size = excluded.size, location = excluded.location, damaged_at = excluded.damaged_at`);
  await tx.run(sql`DELETE FROM small_blobs WHERE digest = ${digest}`);
  if (content !== null && 'payload' in content)
    await tx.run(sql`INSERT INTO small_blobs (digest, payload) VALUES (${digest}, ${content.payload})`);
  const old = stood?.location ?? null;
  if (old !== null && old !== location) await doomLocations(tx, { locations: [old] }, now);
}
