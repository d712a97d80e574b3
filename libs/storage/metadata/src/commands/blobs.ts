import { lock, LostRace } from '../sql/lock.js';
import { anyOf, slices, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { BlobContent, LinkBlob } from './commands.js';
import { doomLocations } from './doomed-locations.js';

type StoredBlob = Pick<LinkBlob, 'digest' | 'size' | 'content'>;

interface BlobFact {
  readonly location: string | null;
  readonly damaged_at: number | null;
}

const DIGESTS_PER_STATEMENT = 1000;

/** Makes sure that the bytes of a digest are known once; returns the location that stays (null: beside the facts). A loser's location is doomed. */
export async function storeBlob(tx: Transaction, blob: StoredBlob, now: number): Promise<string | null> {
  const location = locationOf(blob.content);
  const stands = (await insertBlob(tx, blob, now)) ?? (await findBlobFact(tx, blob.digest));
  if (stands.damaged_at !== null) return replaceDamaged(tx, blob, stands.location, now);
  if (stands.location === null) await keepPayload(tx, blob);
  if (location !== null && location !== stands.location)
    await doomLocations(tx, { locations: [location] }, now);
  return stands.location;
}

/** Undefined where the digest is there already; an insert waits for another one of the same digest. */
async function insertBlob(tx: Transaction, blob: StoredBlob, now: number): Promise<BlobFact | undefined> {
  const [fact] = await tx.all<BlobFact>(sql`
    INSERT INTO blobs (digest, size, location, damaged_at, created_at)
    VALUES (${blob.digest}, ${blob.size}, ${locationOf(blob.content)}, NULL, ${now})
    ON CONFLICT (digest) DO NOTHING RETURNING location, damaged_at`);
  return fact;
}

/** The row stays until the transaction ends. */
async function findBlobFact(tx: Transaction, digest: string): Promise<BlobFact> {
  const [fact] = await tx.all<BlobFact>(
    sql`SELECT location, damaged_at FROM blobs WHERE digest = ${digest} ${lock('key share')}`,
  );
  if (fact === undefined) throw new LostRace(`the blob ${digest} was there and went`);
  return fact;
}

async function replaceDamaged(
  tx: Transaction,
  blob: StoredBlob,
  old: string | null,
  now: number,
): Promise<string | null> {
  const location = locationOf(blob.content);
  const replaced = await tx.run(sql`
    UPDATE blobs SET location = ${location}, size = ${blob.size}, damaged_at = NULL
    WHERE digest = ${blob.digest} AND damaged_at IS NOT NULL`);
  if (replaced === 0) throw new LostRace(`the damaged blob ${blob.digest} was replaced`);
  await tx.run(sql`DELETE FROM small_blobs WHERE digest = ${blob.digest}`);
  await keepPayload(tx, blob);
  if (old !== null && old !== location) await doomLocations(tx, { locations: [old] }, now);
  return location;
}

async function keepPayload(tx: Transaction, { digest, content }: StoredBlob): Promise<void> {
  if (!('payload' in content)) return;
  await tx.run(sql`
    INSERT INTO small_blobs (digest, payload) VALUES (${digest}, ${content.payload}) ON CONFLICT (digest) DO NOTHING`);
}

function locationOf(content: BlobContent): string | null {
  return 'location' in content ? content.location : null;
}

/**
 * Drops those of the blobs that no repository links; their locations are doomed in the same transaction. They are locked first and judged
 * in a second statement, which sees the links that were made or removed while the lock was waited for.
 */
export async function dropUnlinkedBlobs(
  tx: Transaction,
  digests: readonly string[],
  now: number,
): Promise<void> {
  for (const slice of slices([...digests].sort(), DIGESTS_PER_STATEMENT)) {
    await tx.all(
      sql`SELECT 1 AS held FROM blobs WHERE digest ${anyOf(slice)} ORDER BY digest ${lock('update')}`,
    );
    const dropped = await tx.all<{ location: string | null }>(sql`
      DELETE FROM blobs WHERE digest ${anyOf(slice)}
      AND NOT EXISTS (SELECT 1 FROM repository_blobs l WHERE l.digest = blobs.digest) RETURNING location`);
    const locations = dropped.flatMap(({ location }) => (location === null ? [] : [location]));
    await doomLocations(tx, { locations }, now);
  }
}
