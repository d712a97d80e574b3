/** What all warnings of one answer may take together (WARN-01). */
const MOST_BYTES = 4096;
const ELLIPSIS = '...';

/**
 * Value of a `Warning` header as the distribution specification shapes it: code 299, no agent, no date. Text beyond printable
 * ASCII is replaced, quotes and backslashes are escaped, and the whole stays within 4096 bytes.
 */
export function warningHeader(sentences: readonly string[]): string[] {
  const room = Math.floor(MOST_BYTES / sentences.length);
  return sentences.map((sentence) => `299 - "${fit(escape(sentence), room - '299 - ""'.length)}"`);
}

function escape(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&');
}

/** Cuts escaped text, and never between a backslash and what it escapes. */
function fit(escaped: string, room: number): string {
  if (escaped.length <= room) return escaped;
  const cut = escaped.slice(0, room - ELLIPSIS.length);
  const backslashes = /\\*$/.exec(cut)?.[0].length ?? 0;
  return `${backslashes % 2 === 0 ? cut : cut.slice(0, -1)}${ELLIPSIS}`;
}
