import { Injectable } from '@nestjs/common';
import { Registry, collectDefaultMetrics } from 'prom-client';
import {
  REQUEST_METRICS,
  RequestTimes,
  type DescribedMetric,
  type ObservedRequest,
} from './request-times.js';

/** A metric object of `prom-client`, whose declarations leave out the labels. */
interface Registered {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** All metrics of the process: what is counted per request, what the stores hold, the process itself. */
@Injectable()
export class RequestMetrics {
  readonly registry = new Registry();
  private readonly times = new RequestTimes();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(request: ObservedRequest): void {
    this.times.observe(request);
  }

  /** The registry's own metrics, in the order of their names; not those of the process, which `prom-client` defines. */
  describe(): DescribedMetric[] {
    const registered = this.registry.getMetricsAsArray() as unknown as Registered[];
    const own = registered.filter(({ name }) => name.startsWith('margo_registry_'));
    const described = own.map(({ name, type, help, labelNames }) => ({
      name,
      type,
      labels: labelNames,
      help,
    }));
    return [...REQUEST_METRICS, ...described].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Prometheus text format 0.0.4. */
  async render(): Promise<string> {
    return `${this.times.render()}${await this.registry.metrics()}`;
  }
}
