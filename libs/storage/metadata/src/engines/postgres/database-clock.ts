/**
 * The database's clock between two looks at it: what it said last, and the time since then by a clock that nobody can set. Late by the
 * way of that answer, never early.
 */
export class DatabaseClock {
  private ahead = Number.NEGATIVE_INFINITY;

  /** `now`: what the database has just said, in milliseconds since 1970. */
  set(now: number): void {
    this.ahead = now - performance.now();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Math.floor(performance.now() + this.ahead);
  }
}
