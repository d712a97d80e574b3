const FIRST_SURROGATE = 0xd800;
const BEHIND_SURROGATES = 0xe000;

/**
 * Orders texts by their bytes in UTF-8, as lists are ordered on the wire and in the stores. JavaScript's own order
 * differs where a character beyond U+FFFF meets one from U+E000 on.
 */
export function compareBytes(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Puts the halves of surrogate pairs, which stand for the highest characters, above all others. */
function rank(unit: number): number {
  const isSurrogate = unit >= FIRST_SURROGATE && unit < BEHIND_SURROGATES;
  return isSurrogate ? unit + 0x1_0000 : unit;
}
