const LONGEST = 100;

/** Foreign text for a message: escaped, without control characters, and never longer than a line. */
export function quote(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(shown).replace(/[\u007f-\u009f\u2028\u2029]/g, ' ');
}
