import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { registerCounts } from '../http/counts.js';
import { RequestMetrics } from '../http/request-metrics.js';
import { Tokens } from './tokens/tokens.js';

/** How tokens were found to be good, and how the authorization server does. */
@Injectable()
export class TokenMetrics {
  constructor({ registry }: RequestMetrics, tokens: Tokens) {
    registerCounts(registry, {
      name: 'margo_registry_token_lookups_total',
      help: 'Bearer tokens by where their facts came from: hit (remembered), miss (verified), anew (verified whatever was remembered).',
      label: 'outcome',
      counts: tokens.counts,
    });
    const { introspection } = tokens;
    if (introspection === undefined) return;
    registerCounts(registry, {
      name: 'margo_registry_introspections_total',
      help: 'Questions to the authorization server by outcome: active, inactive, failed, spared (not asked while the breaker is open).',
      label: 'outcome',
      counts: introspection.counts,
    });
    new Gauge({
      name: 'margo_registry_introspection_breaker_open',
      help: '1 while the authorization server is not asked because it failed again and again, else 0.',
      registers: [registry],
      collect() {
        this.set(introspection.isSpared ? 1 : 0);
      },
    });
  }
}
