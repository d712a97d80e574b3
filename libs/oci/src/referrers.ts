import { OCI_INDEX } from './media-types.js';

/** A manifest whose `subject` was asked for, as the store keeps it. */
export interface Referrer {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType: string | null | undefined;
  /** Bytes. */
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>> | null | undefined;
}

const UTF8 = new TextEncoder();
const OPENING = `{"schemaVersion":2,"mediaType":"${OCI_INDEX}","manifests":[`;
const CLOSING = ']}';

/** The body of a referrers response: an OCI index in UTF-8 (distribution-spec, "Listing Referrers"). */
export function renderReferrers(rows: readonly Referrer[]): Uint8Array {
  return UTF8.encode(OPENING + rows.map(renderDescriptor).join(',') + CLOSING);
}

/**
 * The longest beginning of `rows` whose rendering has at most `maximumBytes`. One row is always taken, however large,
 * since a page without rows would never lead to the next.
 */
export function takeWithin<Row extends Referrer>(rows: readonly Row[], maximumBytes: number): readonly Row[] {
  let bytes = OPENING.length + CLOSING.length;
  let taken = 0;
  for (const row of rows) {
    bytes += byteLength(renderDescriptor(row)) + (taken === 0 ? 0 : 1);
    if (bytes > maximumBytes && taken > 0) break;
    taken += 1;
  }
  return taken === rows.length ? rows : rows.slice(0, taken);
}

function renderDescriptor({ mediaType, digest, size, artifactType, annotations }: Referrer): string {
  return JSON.stringify({
    mediaType,
    digest,
    size,
    artifactType: artifactType ?? undefined,
    annotations: annotations ?? undefined,
  });
}

function byteLength(text: string): number {
  return UTF8.encode(text).length;
}
