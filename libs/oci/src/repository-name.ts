import { OciError } from './oci-error.js';
import { quote } from './quote.js';
import { findNameFault } from './name-scan.js';

declare const brand: unique symbol;

/** A repository's name, checked against the grammar of the OCI distribution specification ("Pulling manifests"). */
export type RepositoryName = string & { readonly [brand]: 'RepositoryName' };

/** Many clients cap `host[:port]/name` at this many characters (distribution-spec, note on `<name>`). */
const LONGEST_WITH_HOST = 255;

/**
 * @param hostLength characters of the `host[:port]` under which clients know the registry
 */
export function isRepositoryName(text: string, hostLength = 0): text is RepositoryName {
  return text.length <= longest(hostLength) && findNameFault(text) === undefined;
}

/** @throws OciError `name-invalid`, with the rule that is broken */
export function parseRepositoryName(text: string, hostLength = 0): RepositoryName {
  if (isRepositoryName(text, hostLength)) return text;
  throw refuseName(text, hostLength);
}

/** The refusal of a text that is no name; not thrown, because a request's target is read before its errors are due. */
export function refuseName(text: string, hostLength = 0): OciError {
  return new OciError('name-invalid', {
    message: `The repository name ${quote(text)} ${describeFault(text, longest(hostLength))}.`,
  });
}

function longest(hostLength: number): number {
  return LONGEST_WITH_HOST - (hostLength + 1);
}

function describeFault(text: string, allowed: number): string {
  if (text.length > allowed) return `has ${text.length} characters; shorten it to at most ${allowed}`;
  if (text === '') return 'is empty; write something like acme/pump';
  const position = findNameFault(text) ?? text.length;
  if (position === text.length) return 'ends with a separator; end it with a lower-case letter or a digit';
  const character = String.fromCodePoint(text.codePointAt(position) as number);
  return describeCharacter(character, position);
}

function describeCharacter(character: string, position: number): string {
  const place = `${quote(character)} at position ${position + 1}`;
  if (/[A-Z]/.test(character)) return `has the upper-case letter ${place}; write it in lower case`;
  if (!/[._\-/]/.test(character))
    return `has the character ${place}; use a-z, 0-9 and ".", "_", "__", "-", "/"`;
  if (position === 0) return `begins with ${quote(character)}; begin it with a lower-case letter or a digit`;
  return `has ${place} right behind another separator; put a letter or a digit between them`;
}
