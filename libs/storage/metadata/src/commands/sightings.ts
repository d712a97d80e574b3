import { listUnknownLocations } from '../queries/locations.js';
import { anyOf, rows, slices, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { DoomOrphans, ForgetSightings, RecordSightings } from './collection-commands.js';
import { doomLocations } from './doomed-locations.js';

const NAMES_PER_STATEMENT = 200;

export async function recordSightings(
  tx: Transaction,
  { kind, names }: RecordSightings,
  now: number,
): Promise<void> {
  for (const slice of slices([...new Set(names)].sort(), NAMES_PER_STATEMENT)) {
    const seen = rows(slice.map((name) => [kind, name, now, now]));
    await tx.run(sql`
      INSERT INTO sightings (kind, name, first_seen_at, last_seen_at) VALUES ${seen}
      ON CONFLICT (kind, name) DO UPDATE SET last_seen_at = excluded.last_seen_at`);
  }
}

export async function forgetSightings(tx: Transaction, { kind, before }: ForgetSightings): Promise<void> {
  await tx.run(sql`DELETE FROM sightings WHERE kind = ${kind} AND last_seen_at < ${before}`);
}

export async function doomOrphans(
  tx: Transaction,
  { locations, seenBefore }: DoomOrphans,
  now: number,
): Promise<{ readonly doomed: readonly string[] }> {
  const due = await tx.all<{ name: string }>(sql`
    DELETE FROM sightings WHERE kind = 'orphan' AND name ${anyOf(locations)} AND first_seen_at <= ${seenBefore}
    RETURNING name`);
  const doomed = await listUnknownLocations(
    tx,
    due.map(({ name }) => name),
  );
  await doomLocations(tx, { locations: doomed }, now);
  return { doomed };
}
