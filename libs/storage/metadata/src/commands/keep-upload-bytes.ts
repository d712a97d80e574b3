import { toUploadRow, type UploadRecord } from '../queries/upload-row.js';
import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { KeepUploadBytes, UploadOutcome } from './commands.js';
import { checkAvailable, expectWritten, fenceOf, findUploadRecord, isOverLimit } from './uploads.js';

export async function keepUploadBytes(
  tx: Transaction,
  input: KeepUploadBytes,
  now: number,
): Promise<UploadOutcome> {
  const found = await findUploadRecord(tx, input.id);
  if (found === undefined && input.expectedSize > 0) return { outcome: 'unknown' };
  const refusal = found && (checkAvailable(found, input.repository, now) ?? checkOffset(found, input));
  if (refusal !== undefined) return refusal;
  if (input.expectedSize === 0 && (await isOverLimit(tx, input.caller, input.id, input.maxOpen)))
    return { outcome: 'too-many' };
  return { outcome: 'kept', upload: toUploadRow(await writeBytes(tx, input, fenceOf(found), now)) };
}

function checkOffset(found: UploadRecord, { expectedSize }: KeepUploadBytes): UploadOutcome | undefined {
  const continues = found.size === expectedSize && found.state === null;
  return continues ? undefined : { outcome: 'mismatch', upload: toUploadRow(found) };
}

/** Raises the fence too: a claim that ran out must not publish over these bytes. */
async function writeBytes(
  tx: Transaction,
  input: KeepUploadBytes,
  fence: number,
  now: number,
): Promise<UploadRecord> {
  const { id, repository, caller, bytes } = input;
  const written = await tx.all<UploadRecord>(sql`
    INSERT INTO uploads (id, repository, caller, status, size, digest, fence, lease_until, touched_at, state, bytes)
    VALUES (${id}, ${repository}, ${caller}, 'open', ${bytes.byteLength}, NULL, 1, 0, ${now}, NULL, ${bytes})
    ON CONFLICT (id) DO UPDATE SET status = 'open', size = excluded.size, fence = uploads.fence + 1, lease_until = 0,
      touched_at = excluded.touched_at, bytes = excluded.bytes
    WHERE uploads.fence = ${fence} RETURNING *`);
  return expectWritten(written);
}
