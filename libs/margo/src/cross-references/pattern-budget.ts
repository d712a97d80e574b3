import { compilePattern, type LinearPattern } from '../patterns.js';

const LONGEST_PATTERN = 2000;
/** Instructions of all programs of one description, and steps of all comparisons. */
const MOST_INSTRUCTIONS = 100_000;
const MOST_STEPS = 5_000_000;

/** Compiles the patterns of one description, each once, as long as they are affordable. */
export class PatternBudget {
  private readonly compiled = new Map<string, LinearPattern | string>();
  private instructions = 0;
  private steps = 0;

  /** Why a pattern is not used, as a sentence with a remedy. */
  findProblem(pattern: string): string | undefined {
    const compiled = this.get(pattern);
    return typeof compiled === 'string' ? compiled : undefined;
  }

  /** Undefined where the pattern cannot be used, or the comparisons have cost too much. */
  matches(pattern: string, text: string): boolean | undefined {
    const compiled = this.get(pattern);
    if (typeof compiled === 'string') return undefined;
    this.steps += compiled.size * text.length;
    return this.steps > MOST_STEPS ? undefined : compiled.test(text);
  }

  private get(pattern: string): LinearPattern | string {
    const known = this.compiled.get(pattern);
    if (known !== undefined) return known;
    const compiled = this.compile(pattern);
    this.compiled.set(pattern, compiled);
    if (typeof compiled !== 'string') this.instructions += compiled.size;
    return compiled;
  }

  private compile(pattern: string): LinearPattern | string {
    if (pattern.length > LONGEST_PATTERN)
      return `The pattern is longer than ${LONGEST_PATTERN} characters and was not checked. Write a shorter one.`;
    if (this.instructions > MOST_INSTRUCTIONS)
      return 'The patterns together are too large, and this one was not checked. Use smaller repeat counts.';
    try {
      return compilePattern(pattern);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 160) : 'unknown';
      return `The pattern does not compile as RE2, which has no look-around and no back references (${reason}). Write it without these.`;
    }
  }
}
