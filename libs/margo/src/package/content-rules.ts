import type { ResourceKind } from './media-types.js';

const STARTS: readonly [string, readonly number[]][] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['webp', [0x52, 0x49, 0x46, 0x46]],
];
const SAME: Readonly<Record<string, string>> = { jpg: 'jpeg', svg: 'svg+xml' };
const BINARY = new Set(['png', 'jpeg', 'gif', 'pdf', 'webp']);
/** Enough to find the root element of an SVG behind its comments and declarations. */
const HEAD = 64 * 1024;
const LARGEST_ICON = 1024 * 1024;

/** What is wrong with the bytes of a resource, as the rest of a sentence; undefined where nothing is. */
export function findContentFault(kind: ResourceKind, format: string, bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'is empty; push the file';
  if (kind === 'icon' && bytes.length > LARGEST_ICON)
    return `has ${bytes.length} bytes; an icon has ${LARGEST_ICON} at most, so make it smaller`;
  const expected = SAME[format] ?? format;
  const found = sniff(bytes);
  if (BINARY.has(expected))
    return found === expected
      ? undefined
      : `is no ${expected}${found ? `, but ${found}` : ''}; correct the media type or the file`;
  if (expected === 'svg+xml') return findSvgFault(bytes);
  if (expected === 'markdown' || expected === 'plain') return findTextFault(bytes, found);
  return undefined;
}

function sniff(bytes: Uint8Array): string | undefined {
  return STARTS.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];
}

function findTextFault(bytes: Uint8Array, found: string | undefined): string | undefined {
  if (found !== undefined) return `is ${found}, not text; correct the media type or the file`;
  if (bytes.includes(0)) return 'has NUL bytes, so it is no text; save it as UTF-8';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return 'is not UTF-8; save it as UTF-8';
  }
}

/** An SVG is shown to people: it may draw, not act. */
function findSvgFault(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  if (!/<svg[\s>]/i.test(text.slice(0, HEAD))) return 'is no SVG; correct the media type or the file';
  if (/<script[\s>/]/i.test(text)) return 'has a script; take it out';
  if (/<foreignObject[\s>/]/i.test(text)) return 'has foreign content (foreignObject); take it out';
  if (/\son[a-z]+\s*=/i.test(text)) return 'has event handlers (on…); take them out';
  if (/(?:href|src)\s*=\s*(?:["']\s*)?(?:javascript|data:text)/i.test(text))
    return 'links to a script; take the link out';
  if (/<!ENTITY/i.test(text)) return 'declares entities; take them out';
  return undefined;
}
