/** One thing that is wrong in a document. `path` is like `layers[2].digest`; empty for the document itself. */
export interface Violation {
  readonly path: string;
  readonly problem: string;
}

/** Enough to mend a document by; a hostile one could otherwise make the answer as large as itself. */
const MOST_REPORTED = 20;
const MOST_IN_MESSAGE = 3;

/** Collects what is wrong, so that everything is reported at once. */
export class Violations {
  readonly reported: Violation[] = [];
  private count = 0;

  add(path: string, problem: string): void {
    this.count += 1;
    if (this.reported.length < MOST_REPORTED) this.reported.push({ path, problem });
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  toString(): string {
    const shown = this.reported.slice(0, MOST_IN_MESSAGE);
    const sentences = shown.map(({ path, problem }) => (path === '' ? problem : `${path} ${problem}`));
    const left = this.count - shown.length;
    return sentences.join('; ') + (left > 0 ? `; and ${left} more` : '');
  }
}
