import { anyOf, rows, slices, sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';

const LOCATIONS_PER_STATEMENT = 500;

export async function doomLocations(
  tx: Transaction,
  input: { readonly locations: readonly string[] },
  now: number,
): Promise<void> {
  for (const slice of slices([...new Set(input.locations)].sort(), LOCATIONS_PER_STATEMENT)) {
    const doomed = rows(slice.map((location) => [location, now]));
    await tx.run(
      sql`INSERT INTO doomed_locations (location, doomed_at) VALUES ${doomed} ON CONFLICT (location) DO NOTHING`,
    );
  }
}

export async function forgetDoomedLocations(
  tx: Transaction,
  input: { readonly locations: readonly string[] },
): Promise<void> {
  await tx.run(sql`DELETE FROM doomed_locations WHERE location ${anyOf(input.locations)}`);
}
