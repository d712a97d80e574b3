import { OciError, formatUploadRange } from '@margo-registry/oci';
import type { UploadAddress } from './upload-id.js';

/** Path of an upload, relative to the origin: several clients refuse a `Location` on another host (END4-02). */
export function uploadLocation({ repository, id }: UploadAddress): string {
  return `/v2/${repository}/blobs/uploads/${id}`;
}

/** What every answer about an upload carries. */
export function uploadHeaders(address: UploadAddress, size: number): Record<string, string> {
  return {
    Location: uploadLocation(address),
    Range: formatUploadRange(size),
    'Docker-Upload-UUID': address.uuid,
  };
}

export function unknownUpload(repository: string): OciError {
  return new OciError('blob-upload-unknown', { detail: { repository } });
}

/** 416 with the current state, from which a client resumes (END5-04). */
export function outOfOrder(address: UploadAddress, size: number): OciError {
  return new OciError('chunk-out-of-order', {
    detail: { stored: size },
    headers: uploadHeaders(address, size),
  });
}

/** 416 for the loser of two writers. */
export function busyUpload(address: UploadAddress, size: number): OciError {
  return new OciError('upload-busy', { detail: { stored: size }, headers: uploadHeaders(address, size) });
}

export function digestMismatch(expected: string, computed: string): OciError {
  return new OciError('digest-mismatch', { detail: { expected, computed } });
}
