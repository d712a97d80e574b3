import { toUploadRow, type UploadRecord } from '../queries/upload-row.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { ClaimUpload, UploadOutcome } from './commands.js';
import { checkAvailable, expectWritten, fenceOf, findUploadRecord, isOverLimit } from './uploads.js';

/** Every claim raises the fence, so that whoever held an earlier one can write nothing more. */
export async function claimUpload(tx: Transaction, input: ClaimUpload, now: number): Promise<UploadOutcome> {
  const found = await findUploadRecord(tx, input.id);
  if (found === undefined && !input.create) return { outcome: 'unknown' };
  const refusal = found && checkAvailable(found, input.repository, now);
  if (refusal !== undefined) return refusal;
  const holdsBytes = found !== undefined && found.size > 0;
  if (!holdsBytes && (await isOverLimit(tx, input.caller, input.id, input.maxOpen)))
    return { outcome: 'too-many' };
  return { outcome: 'claimed', upload: toUploadRow(await writeClaim(tx, input, fenceOf(found), now)) };
}

async function writeClaim(
  tx: Transaction,
  input: ClaimUpload,
  fence: number,
  now: number,
): Promise<UploadRecord> {
  const leaseUntil = now + input.leaseMilliseconds;
  const written = await tx.all<UploadRecord>(sql`
    INSERT INTO uploads (id, repository, caller, status, size, digest, fence, lease_until, touched_at, state, bytes)
    VALUES (${input.id}, ${input.repository}, ${input.caller}, ${input.purpose}, 0, NULL, 1, ${leaseUntil}, ${now}, NULL, NULL)
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, fence = uploads.fence + 1,
      lease_until = excluded.lease_until, touched_at = excluded.touched_at
    WHERE uploads.fence = ${fence} RETURNING *`);
  return expectWritten(written);
}
