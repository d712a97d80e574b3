import { OciError } from '@margo-registry/oci';
import type { ReadOnlyRow } from '@margo-registry/storage-metadata';

/** Seconds after which a client may ask again. */
const RETRY_AFTER = '30';

/** What a write is told: since when, who said so, why, and what to do. */
export function refuseWrite({ since, by, reason }: ReadOnlyRow): OciError {
  const time = new Date(since).toISOString();
  const who = by ?? 'an administrator';
  return new OciError('read-only', {
    message: `The registry is read-only since ${time}: ${who} switched that on (${reason}). Pulls go on; repeat the push when it is over, or ask the operator.`,
    detail: { since: time, by, reason },
    headers: { 'Retry-After': RETRY_AFTER },
  });
}
