import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { UploadLocations } from './fact-queries.js';
import { toPage } from './pages.js';
import type { Page, PageRequest } from './queries.js';

export async function listUploadLocations(
  reader: Reader,
  { after = '', limit }: PageRequest,
): Promise<Page<UploadLocations>> {
  const found = await reader.all<{ id: string; state: string | null }>(sql`
    SELECT id, state FROM uploads WHERE id > ${after} ORDER BY id LIMIT ${limit + 1}`);
  return toPage(found, limit, ({ id, state }) => {
    const { locations = [] } = JSON.parse(state ?? '{}') as Partial<UploadLocations>;
    return { id, locations };
  });
}

export async function listAllDoomedLocations(
  reader: Reader,
  { after = '', limit }: PageRequest,
): Promise<Page<string>> {
  const found = await reader.all<{ location: string }>(sql`
    SELECT location FROM doomed_locations WHERE location > ${after} ORDER BY location LIMIT ${limit + 1}`);
  return toPage(found, limit, ({ location }) => location);
}
