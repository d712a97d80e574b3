import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** The registry of all metrics, and what is counted per request. */
@Injectable()
export class RequestMetrics {
  readonly registry = new Registry();
  private readonly requests = new Counter({
    name: 'margo_registry_http_requests_total',
    help: 'Requests answered, by method, target and status.',
    labelNames: ['method', 'target', 'status'],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'margo_registry_http_request_duration_seconds',
    help: 'Time from the request line to the last byte of the answer, by method and target.',
    labelNames: ['method', 'target'],
    buckets: SECONDS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(method: string, target: string, status: number, milliseconds: number): void {
    this.requests.inc({ method, target, status });
    this.durations.observe({ method, target }, milliseconds / 1000);
  }
}
