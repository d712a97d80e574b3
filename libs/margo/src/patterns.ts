import { RE2JS } from 're2js';

/** Something that says whether a text has a match, in time that grows with the text only. */
export interface LinearPattern {
  test(text: string): boolean;
  /** Instructions of its program: one character of a text costs at most this many steps. */
  readonly size: number;
}

/** @throws Error for what is no pattern of RE2; it knows neither back references nor looking around */
export function compilePattern(pattern: string): LinearPattern {
  const compiled = RE2JS.compile(pattern);
  return { test: (text) => compiled.matcher(text).find(), size: compiled.programSize() };
}
