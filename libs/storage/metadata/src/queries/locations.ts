import { anyOf, sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import { stateLocations } from '../commands/uploads.js';
import type { CandidatePage, Candidates } from './collection-queries.js';

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

export async function listUploadLocations(
  reader: Reader,
  { after, limit }: Omit<CandidatePage, 'before'>,
): Promise<Candidates<string>> {
  const found = await reader.all<{ id: string; state: string | null }>(sql`
    SELECT id, state FROM uploads WHERE id > ${after?.text ?? ''} ORDER BY id LIMIT ${limit}`);
  const items = found.flatMap(({ state }) => stateLocations(state));
  const last = found.length < limit ? undefined : found.at(-1);
  return last === undefined ? { items } : { items, next: { id: 0, text: last.id } };
}
