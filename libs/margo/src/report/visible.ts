/** Control characters, line separators, and marks that turn the direction of writing: they would act on a terminal or hide text. */
const ACTING = /[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** The text with a mark for each character that does something instead of being seen; as long as before. */
export function visible(text: string): string {
  return text.replace(ACTING, '\ufffd');
}
