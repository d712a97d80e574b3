import { OciError } from './oci-error.js';
import { quote } from './quote.js';

declare const brand: unique symbol;

/** A tag, checked against the grammar of the OCI distribution specification; case-sensitive. */
export type Tag = string & { readonly [brand]: 'Tag' };

const GRAMMAR = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const LONGEST = 128;

export function isTag(text: string): text is Tag {
  return GRAMMAR.test(text);
}

/** @throws OciError `tag-invalid`, with the rule that is broken */
export function parseTag(text: string): Tag {
  if (isTag(text)) return text;
  throw new OciError('tag-invalid', { message: `The tag ${quote(text)} ${describeFault(text)}.` });
}

function describeFault(text: string): string {
  if (text === '') return 'is empty; write something like 1.0.0';
  if (text.length > LONGEST) return `has ${text.length} characters; shorten it to at most ${LONGEST}`;
  if (/^[.-]/.test(text)) return 'begins with a separator; begin it with a letter, a digit or "_"';
  const character = /[^a-zA-Z0-9._-]/u.exec(text)?.[0] ?? '';
  return `has the character ${quote(character)}; use letters, digits, "_", "." and "-"`;
}
