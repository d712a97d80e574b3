import { Gauge, type Registry } from 'prom-client';
import { inTime } from './in-time.js';

interface StoreGauge {
  readonly name: string;
  readonly help: string;
  /** Asked at every scrape. */
  readonly ask: () => Promise<number>;
}

/**
 * Registers a gauge of what a store holds. While the store does not answer the gauge has no value, and the scrape goes on: the
 * other metrics are wanted then most of all.
 */
export function registerStoreGauge(registry: Registry, { name, help, ask }: StoreGauge): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      const value = await inTime(ask()).catch(() => undefined);
      if (value === undefined) this.remove();
      else this.set(value);
    },
  });
}
