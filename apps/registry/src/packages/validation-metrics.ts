import { isAcceptable, type Finding } from '@margo-registry/margo';
import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { RequestMetrics } from '../http/request-metrics.js';

interface Validated {
  /** Whether a push asked, or somebody who wanted to know. */
  readonly occasion: 'push' | 'request';
  readonly level: 'enforce' | 'warn';
  readonly findings: readonly Finding[];
}

/** How many packages and components were looked at, and what came of it. */
@Injectable()
export class ValidationMetrics {
  private readonly validations: Counter<'occasion' | 'level' | 'acceptable'>;

  constructor({ registry }: RequestMetrics) {
    this.validations = new Counter({
      name: 'margo_registry_validations_total',
      help: 'Margo packages and components that were checked, by occasion (push, request), level (enforce, warn) and whether they are acceptable.',
      labelNames: ['occasion', 'level', 'acceptable'],
      registers: [registry],
    });
  }

  observe({ occasion, level, findings }: Validated): void {
    this.validations.inc({ occasion, level, acceptable: String(isAcceptable(findings)) });
  }
}
