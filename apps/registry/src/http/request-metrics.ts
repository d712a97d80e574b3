import { Injectable } from '@nestjs/common';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { RequestTimes } from './request-times.js';

/** All metrics of the process: what is counted per request, what the stores hold, the process itself. */
@Injectable()
export class RequestMetrics {
  readonly registry = new Registry();
  private readonly times = new RequestTimes();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(method: string, target: string, status: number, milliseconds: number): void {
    this.times.observe(method, target, status, milliseconds / 1000);
  }

  /** Prometheus text format 0.0.4. */
  async render(): Promise<string> {
    return `${this.times.render()}${await this.registry.metrics()}`;
  }
}
