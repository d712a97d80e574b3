export type UploadStatus = 'open' | 'appending' | 'finishing' | 'done' | 'cancelled';

export interface UploadRow {
  readonly id: string;
  readonly repository: string;
  readonly status: UploadStatus;
  /** Driver state, or null while the bytes are in `bytes`. */
  readonly state: object | null;
  readonly bytes: Buffer | null;
  readonly size: number;
  /** Digest that a finished upload ended with. */
  readonly digest: string | null;
  readonly fence: number;
  readonly leaseUntil: number;
  readonly touchedAt: number;
}

/** A row of `uploads` as the database gives it. */
export interface UploadRecord {
  readonly id: string;
  readonly repository: string;
  readonly caller: string | null;
  readonly status: UploadStatus;
  readonly size: number;
  readonly digest: string | null;
  readonly fence: number;
  readonly lease_until: number;
  readonly touched_at: number;
  readonly state: string | null;
  readonly bytes: Buffer | null;
}

export function toUploadRow(record: UploadRecord): UploadRow {
  const { id, repository, status, size, digest, fence, bytes } = record;
  const state = record.state === null ? null : (JSON.parse(record.state) as object);
  const [leaseUntil, touchedAt] = [record.lease_until, record.touched_at];
  return { id, repository, status, state, bytes, size, digest, fence, leaseUntil, touchedAt };
}
