import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { RequestMetrics } from '../http/request-metrics.js';
import { METADATA } from '../storage/tokens.js';

/** The connections to a database server, asked when somebody scrapes; without one there are no values. */
@Injectable()
export class ConnectionMetrics {
  constructor({ registry }: RequestMetrics, @Inject(METADATA) metadata: MetadataStore) {
    new Gauge({
      name: 'margo_registry_database_connections',
      help: 'Connections of this process to Postgres by state (busy, idle), and requests that wait for one (waiting).',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        for (const [state, count] of Object.entries(metadata.connections() ?? {})) this.set({ state }, count);
      },
    });
  }
}
