import { isStorageError } from '@margo-registry/storage-core';
import { Histogram, type Registry } from 'prom-client';

/** The closed list of the port; a plug-in's own words become `error`. */
const KINDS = new Set<string>([
  'not-found',
  'offset-mismatch',
  'upload-unknown',
  'interrupted',
  'conflict',
  'full',
  'unavailable',
  'corrupt',
]);

/** How many calls of the blob store there were, how they ended and how long they took. */
export class StorageCalls {
  private readonly durations: Histogram<'driver' | 'operation' | 'outcome'>;

  constructor(
    registry: Registry,
    private readonly driver: string,
  ) {
    this.durations = new Histogram({
      name: 'margo_registry_storage_call_duration_seconds',
      help: 'Calls of the blob store by driver, operation and outcome (ok, or the kind of the storage error), and how long they took.',
      labelNames: ['driver', 'operation', 'outcome'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
      registers: [registry],
    });
  }

  /** Begins to measure; the answer is called with the outcome. */
  begin(operation: string): (outcome: string) => void {
    const started = performance.now();
    return (outcome) =>
      this.durations.observe(
        { driver: this.driver, operation, outcome },
        (performance.now() - started) / 1000,
      );
  }

  async measure<T>(operation: string, call: () => Promise<T>): Promise<T> {
    const end = this.begin(operation);
    try {
      const result = await call();
      end('ok');
      return result;
    } catch (error) {
      end(outcomeOf(error));
      throw error;
    }
  }
}

export function outcomeOf(error: unknown): string {
  return isStorageError(error) && KINDS.has(error.kind) ? error.kind : 'error';
}
