import { setTimeout as delay } from 'node:timers/promises';

/** Pauses shorter than this are saved up: a timer is not more exact. */
const SHORTEST_PAUSE = 20;

/** Keeps the average since the first byte at or below a rate. */
export class Pace {
  private start: number | undefined;
  private spent = 0;

  /** `rate`: bytes per second; absent: as fast as it goes. */
  constructor(private readonly rate?: number) {}

  async spend(bytes: number): Promise<void> {
    if (this.rate === undefined) return;
    this.start ??= performance.now();
    this.spent += bytes;
    const early = (this.spent / this.rate) * 1000 - (performance.now() - this.start);
    if (early >= SHORTEST_PAUSE) await delay(early);
  }
}
