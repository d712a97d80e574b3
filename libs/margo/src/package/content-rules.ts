import type { ResourceKind } from './media-types.js';
import { findSvgFault } from './svg-rules.js';

const STARTS: readonly [string, readonly number[]][] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];
const SAME: Readonly<Record<string, string>> = { jpg: 'jpeg', svg: 'svg+xml' };
/** `RIFF`, four bytes of length, `WEBP`. */
const WEBP = [0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x45, 0x42, 0x50];
const BINARY = new Set(['png', 'jpeg', 'gif', 'pdf', 'webp']);
/** How far a page is looked for behind white space. */
const HEAD = 64 * 1024;
const LARGEST_ICON = 1024 * 1024;

/**
 * What is wrong with the bytes of a resource, as the rest of a sentence; undefined where nothing is.
 *
 * @param size of the whole file, where `bytes` are its beginning
 */
export function findContentFault(
  kind: ResourceKind,
  format: string,
  bytes: Uint8Array,
  size = bytes.length,
): string | undefined {
  if (bytes.length === 0) return 'is empty; push the file';
  if (kind === 'icon' && size > LARGEST_ICON)
    return `has ${size} bytes; an icon has ${LARGEST_ICON} at most, so make it smaller`;
  return findFormatFault(SAME[format] ?? format, bytes, bytes.length >= size);
}

/** Whether the beginning of a file does not tell what the rest is. */
export function needsWhole(format: string): boolean {
  return isText(format);
}

function isText(format: string): boolean {
  return format === 'markdown' || format === 'plain';
}

function findFormatFault(expected: string, bytes: Uint8Array, isWhole: boolean): string | undefined {
  const found = sniff(bytes);
  if (BINARY.has(expected))
    return found === expected
      ? undefined
      : `is no ${expected}${found ? `, but ${found}` : ''}; correct the media type or the file`;
  if (expected === 'svg+xml') return findTextFault(bytes, found, isWhole) ?? findSvgFault(decode(bytes));
  if (isText(expected)) return findTextFault(bytes, found, isWhole) ?? findPageFault(decode(bytes));
  return undefined;
}

function sniff(bytes: Uint8Array): string | undefined {
  if (WEBP.every((byte, index) => byte === -1 || bytes[index] === byte)) return 'webp';
  return STARTS.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];
}

function findTextFault(bytes: Uint8Array, found: string | undefined, isWhole: boolean): string | undefined {
  if (found !== undefined) return `is ${found}, not text; correct the media type or the file`;
  if (bytes.includes(0)) return 'has NUL bytes, so it is no text; save it as UTF-8';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return undefined;
  } catch {
    return 'is not UTF-8; save it as UTF-8';
  }
}

/** A page is not what a catalogue shows as a text. */
function findPageFault(text: string): string | undefined {
  return /^\s*<(?:!doctype\s+html|html)[\s>]/i.test(text.slice(0, HEAD))
    ? 'is an HTML page; write it as text'
    : undefined;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
