// What may come next. A slash, a dot and a second underscore must be followed by a letter or a digit.
const NEEDS_ALPHANUMERIC = 0;
const AFTER_ALPHANUMERIC = 1;
const AFTER_UNDERSCORE = 2;
const AFTER_DASH = 3;
const FAULT = 4;

// Kinds of characters.
const OTHER = 0;
const ALPHANUMERIC = 1;
const DOT_OR_SLASH = 2;
const UNDERSCORE = 3;
const DASH = 4;
const KINDS = 5;

const KIND_OF = new Uint8Array(128).fill(OTHER);
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789')
  KIND_OF[character.charCodeAt(0)] = ALPHANUMERIC;
for (const character of './') KIND_OF[character.charCodeAt(0)] = DOT_OR_SLASH;
KIND_OF['_'.charCodeAt(0)] = UNDERSCORE;
KIND_OF['-'.charCodeAt(0)] = DASH;

/** `<name>` of the distribution specification as a state machine: one row for each state, one column for each kind. */
const NEXT = Uint8Array.from([
  ...[FAULT, AFTER_ALPHANUMERIC, FAULT, FAULT, FAULT],
  ...[FAULT, AFTER_ALPHANUMERIC, NEEDS_ALPHANUMERIC, AFTER_UNDERSCORE, AFTER_DASH],
  ...[FAULT, AFTER_ALPHANUMERIC, FAULT, NEEDS_ALPHANUMERIC, FAULT],
  ...[FAULT, AFTER_ALPHANUMERIC, FAULT, FAULT, AFTER_DASH],
]);

/**
 * The position where a text leaves the grammar of names; its length if it ends too early; undefined if it obeys. Reads
 * each character once, so the time is linear whatever the text.
 */
export function findNameFault(text: string): number | undefined {
  let state = NEEDS_ALPHANUMERIC;
  for (let position = 0; position < text.length; position++) {
    const kind = KIND_OF[text.charCodeAt(position)] ?? OTHER;
    state = NEXT[state * KINDS + kind] as number;
    if (state === FAULT) return position;
  }
  return state === AFTER_ALPHANUMERIC ? undefined : text.length;
}
