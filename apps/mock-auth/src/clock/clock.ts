/** How a clock stands: `frozen` says that time waits; `offset` is its distance from the machine's clock in seconds. */
export interface ClockState {
  readonly now: number;
  readonly frozen: boolean;
  readonly offset: number;
}

/** Seconds since 1970 on the machine's clock, with fractions. */
const systemSeconds = (): number => Date.now() / 1000;

/**
 * The time of one issuer, in whole seconds since 1970 (NumericDate of RFC 7519).
 * Everything that ages at an issuer asks here: tokens, codes of introspection, key publication, outage windows.
 * It follows the machine's clock until somebody moves or stops it. Times may be negative or far away: nothing is judged.
 */
export class Clock {
  private offset = 0;
  private stoppedAt: number | undefined;

  /**
   * @param startAt seconds since 1970 at which the clock stands still from the start (reproducible mode)
   * @param system the clock that this one follows, in seconds
   */
  constructor(
    private readonly startAt?: number,
    private readonly system: () => number = systemSeconds,
  ) {
    this.reset();
  }

  /** Whole seconds since 1970. */
  now(): number {
    return Math.floor(this.stoppedAt ?? this.system() + this.offset);
  }

  /** Jumps to that second and goes on from there; a frozen clock stays frozen. */
  set(seconds: number): void {
    if (this.stoppedAt !== undefined) this.stoppedAt = seconds;
    else this.offset = seconds - this.system();
  }

  /** Jumps by that many seconds, backwards when negative. */
  advance(seconds: number): void {
    if (this.stoppedAt !== undefined) this.stoppedAt += seconds;
    else this.offset += seconds;
  }

  /** Stands still, at the second it has reached or at the one given. Safe to repeat. */
  freeze(at: number = this.now()): void {
    this.stoppedAt = at;
  }

  /** Goes on from where it stood. Safe to repeat. */
  resume(): void {
    if (this.stoppedAt === undefined) return;
    this.offset = this.stoppedAt - this.system();
    this.stoppedAt = undefined;
  }

  /** As it was when it was made. */
  reset(): void {
    this.offset = 0;
    this.stoppedAt = this.startAt;
  }

  state(): ClockState {
    return {
      now: this.now(),
      frozen: this.stoppedAt !== undefined,
      offset: this.now() - Math.floor(this.system()),
    };
  }
}
