import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';

export async function listUnknownLocations(
  reader: Reader,
  locations: readonly string[],
): Promise<readonly string[]> {
  const known = await reader.all<{ location: string }>(sql`
    SELECT location FROM blobs WHERE location ${anyOf(locations)} AND location IS NOT NULL
    UNION ALL SELECT location FROM doomed_locations WHERE location ${anyOf(locations)}`);
  const names = new Set(known.map(({ location }) => location));
  return locations.filter((location) => !names.has(location));
}
