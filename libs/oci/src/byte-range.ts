import { OciError } from './oci-error.js';
import { quote } from './quote.js';

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const ONE_RANGE = /^bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*$/i;
const CONTENT_RANGE = /^([0-9]+)-([0-9]+)$/;

/**
 * The part of `size` bytes that a Range header asks for (RFC 9110, 14.1.2 and 14.2). Undefined means to answer with the
 * whole: no header, one that is malformed, of another unit or of several ranges, or nothing to take a part of. A range
 * that ends before it starts is `unsatisfiable`, as the conformance programme expects, though RFC 9110 lets it be ignored.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  if (header === undefined || size === 0) return undefined;
  const [, first, last] = ONE_RANGE.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') return lastBytes(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}

function lastBytes(count: number, size: number): ByteRange | 'unsatisfiable' {
  return count === 0 ? 'unsatisfiable' : { start: Math.max(0, size - count), end: size - 1 };
}

/**
 * The Content-Range of a chunk: `<start>-<end>`, without unit or total (distribution-spec, "Pushing a blob in chunks").
 * @throws OciError `size-invalid`
 */
export function parseContentRange(text: string): ByteRange {
  const [, first, last] = CONTENT_RANGE.exec(text) ?? [];
  const start = Number(first);
  const end = Number(last);
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start <= end) return { start, end };
  const message = `Content-Range ${quote(text)} is not valid; write <first byte>-<last byte>, such as 0-1023.`;
  throw new OciError('size-invalid', { message });
}

/** Range of an upload that holds `size` bytes. Of none it is `0-0` too: clients read nothing else (distribution-spec#578). */
export function formatUploadRange(size: number): string {
  return `0-${Math.max(0, size - 1)}`;
}
