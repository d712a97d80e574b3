import { sql } from '../sql/statement.js';
import type { Reader } from '../sql/transaction.js';
import type { UploadRow } from './queries.js';
import { toUploadRow, type UploadRecord } from './upload-row.js';

export async function findUpload(reader: Reader, id: string): Promise<UploadRow | undefined> {
  const [found] = await reader.all<UploadRecord>(sql`SELECT * FROM uploads WHERE id = ${id}`);
  return found === undefined ? undefined : toUploadRow(found);
}

export async function listExpiredUploads(
  reader: Reader,
  before: number,
  now: number,
  limit: number,
): Promise<readonly UploadRow[]> {
  const found = await reader.all<UploadRecord>(sql`
    SELECT * FROM uploads WHERE status IN ('open', 'appending', 'finishing') AND touched_at < ${before}
    AND lease_until <= ${now} ORDER BY touched_at LIMIT ${limit}`);
  return found.map(toUploadRow);
}

export async function countOpenUploads(reader: Reader): Promise<number> {
  const [row] = await reader.all<{ open: number }>(
    sql`SELECT COUNT(*) AS open FROM uploads WHERE status IN ('open', 'appending', 'finishing') AND size > 0`,
  );
  return row!.open;
}

export async function listDoomedLocations(
  reader: Reader,
  before: number,
  limit: number,
): Promise<readonly string[]> {
  const found = await reader.all<{ location: string }>(sql`
    SELECT location FROM doomed_locations WHERE doomed_at < ${before} ORDER BY doomed_at, location LIMIT ${limit}`);
  return found.map(({ location }) => location);
}
