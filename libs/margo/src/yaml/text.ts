import { refuse } from './fault.js';
import { DESCRIPTION_LIMITS } from './limits.js';

const BYTE_ORDER_MARK = '\uFEFF';
const REPLACEMENT = '\uFFFD';
/** Characters that YAML 1.2.2, production 1 (`c-printable`), leaves out. */
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/;

/**
 * The text of a description, without the byte order mark of UTF-8. What is no UTF-8 is replaced by U+FFFD.
 *
 * @throws YamlRefusal for what is too large or UTF-16
 */
export function decodeText(bytes: Uint8Array): string {
  checkSize(bytes);
  checkNotWide(bytes);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** @throws YamlRefusal for bytes that were not UTF-8, and for characters that YAML does not know */
export function checkText(bytes: Uint8Array, text: string): void {
  if (text.includes(REPLACEMENT)) checkReplacements(bytes, text);
  const unprintable = UNPRINTABLE.exec(text);
  if (unprintable) refuseCharacter(unprintable[0], unprintable.index);
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length <= DESCRIPTION_LIMITS.bytes) return;
  refuse(
    'PKG-09',
    `The description has ${bytes.length} bytes; at most ${DESCRIPTION_LIMITS.bytes} are read. Move long texts into the files of the catalogue.`,
  );
}

function checkNotWide(bytes: Uint8Array): void {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isWide) refuse('PKG-01', 'The description is UTF-16. Save it as UTF-8.', { start: 0, end: 1 });
}

/** The decoder replaces what is no UTF-8 by U+FFFD, which may also be in the text itself. */
function checkReplacements(bytes: Uint8Array, text: string): void {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const start = text.indexOf(REPLACEMENT);
    refuse('PKG-01', 'The description has bytes that are not UTF-8. Save it as UTF-8.', {
      start,
      end: start + 1,
    });
  }
}

function refuseCharacter(character: string, start: number): never {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const guess = code === '0000' ? 'Save the file as UTF-8, not UTF-16' : 'Take it out';
  refuse(
    'PKG-01',
    `The character U+${code} is not allowed in YAML. ${guess}, or write it as an escape in double quotes.`,
    { start, end: start + 1 },
  );
}
