import { toUploadRow, type UploadRecord } from '../queries/upload-row.js';
import { lock, LostRace } from '../sql/lock.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { UploadOutcome } from './commands.js';

/** Held until the transaction ends. */
export async function findUploadRecord(tx: Transaction, id: string): Promise<UploadRecord | undefined> {
  const [record] = await tx.all<UploadRecord>(sql`SELECT * FROM uploads WHERE id = ${id} ${lock('update')}`);
  return record;
}

const NO_FENCE = 0;

/** Only a row that is still as it was found is written over; a row that somebody else has made since then has another fence. */
export function fenceOf(found: UploadRecord | undefined): number {
  return found?.fence ?? NO_FENCE;
}

export function expectWritten([written]: readonly UploadRecord[]): UploadRecord {
  if (written === undefined) throw new LostRace('the upload has a row');
  return written;
}

export function hasEnded({ status }: UploadRecord): boolean {
  return status === 'done' || status === 'cancelled';
}

function isClaimed({ status, lease_until }: UploadRecord, now: number): boolean {
  return (status === 'appending' || status === 'finishing') && lease_until > now;
}

/** The refusal where an upload belongs to another repository, has ended or is claimed. */
export function checkAvailable(
  upload: UploadRecord,
  repository: string,
  now: number,
): UploadOutcome | undefined {
  if (upload.repository !== repository) return { outcome: 'unknown' };
  if (hasEnded(upload)) return { outcome: 'ended', upload: toUploadRow(upload) };
  return isClaimed(upload, now) ? { outcome: 'busy', upload: toUploadRow(upload) } : undefined;
}

/** What a driver's state (JSON) holds in its store. */
export function stateLocations(state: string | null): readonly string[] {
  const locations = state === null ? [] : (JSON.parse(state) as { locations?: unknown }).locations;
  return Array.isArray(locations) ? locations.filter((location) => typeof location === 'string') : [];
}

/** True when the caller holds as many uploads with bytes as it may, this one (`id`) not counted. */
export async function isOverLimit(
  tx: Transaction,
  caller: string | null,
  id: string,
  maxOpen: number | undefined,
): Promise<boolean> {
  if (maxOpen === undefined) return false;
  const counted =
    caller === null
      ? sql`SELECT COUNT(*) AS open FROM uploads
          WHERE caller IS NULL AND status IN ('open', 'appending', 'finishing') AND size > 0 AND id <> ${id}`
      : sql`SELECT COUNT(*) AS open FROM uploads
          WHERE caller = ${caller} AND status IN ('open', 'appending', 'finishing') AND size > 0 AND id <> ${id}`;
  const [row] = await tx.all<{ open: number }>(counted);
  return row!.open >= maxOpen;
}
