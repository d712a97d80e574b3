import { toUploadRow, type UploadRecord } from '../queries/upload-row.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { CancelUpload, CancelUploadOutcome, ForgetUploads } from './commands.js';
import { doomLocations } from './doomed-locations.js';
import { expectWritten, fenceOf, findUploadRecord, hasEnded, stateLocations } from './uploads.js';

export async function cancelUpload(
  tx: Transaction,
  input: CancelUpload,
  now: number,
): Promise<CancelUploadOutcome> {
  const found = await findUploadRecord(tx, input.id);
  if (found !== undefined && hasEnded(found)) return { outcome: 'ended' };
  if (input.fence !== undefined && found?.fence !== input.fence) return { outcome: 'lost-claim' };
  const cancelled = toUploadRow(await writeCancelled(tx, input, fenceOf(found), now));
  if (found === undefined) return { outcome: 'cancelled', upload: cancelled };
  await doomLocations(tx, { locations: stateLocations(found.state) }, now);
  const { state, bytes } = toUploadRow(found);
  return { outcome: 'cancelled', upload: { ...cancelled, state, bytes } };
}

/** An id without a row gets one: ids are valid by their signature, so only a row can say that one is dead. */
async function writeCancelled(
  tx: Transaction,
  { id, repository }: CancelUpload,
  fence: number,
  now: number,
): Promise<UploadRecord> {
  const written = await tx.all<UploadRecord>(sql`
    INSERT INTO uploads (id, repository, caller, status, size, digest, fence, lease_until, touched_at, state, bytes)
    VALUES (${id}, ${repository}, NULL, 'cancelled', 0, NULL, 1, 0, ${now}, NULL, NULL)
    ON CONFLICT (id) DO UPDATE SET status = 'cancelled', fence = uploads.fence + 1, lease_until = 0,
      touched_at = excluded.touched_at, state = NULL, bytes = NULL
    WHERE uploads.fence = ${fence} RETURNING *`);
  return expectWritten(written);
}

export async function forgetUploads(
  tx: Transaction,
  { before, limit }: ForgetUploads,
): Promise<{ readonly forgotten: number }> {
  const forgotten = await tx.run(sql`
    DELETE FROM uploads WHERE id IN (
      SELECT id FROM uploads WHERE status IN ('done', 'cancelled') AND touched_at < ${before} ORDER BY touched_at LIMIT ${limit})`);
  return { forgotten };
}
