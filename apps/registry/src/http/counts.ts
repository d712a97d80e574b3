import { Counter, type Registry } from 'prom-client';

interface Counts {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  /** Numbers that only grow, by the value of the label; read at every scrape. */
  readonly counts: object;
}

/** Registers a counter of numbers that are kept elsewhere, where counting has to cost nothing. */
export function registerCounts(registry: Registry, { name, help, label, counts }: Counts): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, count] of Object.entries(counts) as [string, number][])
        this.inc({ [label]: value }, count);
    },
  });
}
