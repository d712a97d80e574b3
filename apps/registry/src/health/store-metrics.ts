import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { RequestMetrics } from '../http/request-metrics.js';
import { METADATA } from '../storage/tokens.js';

/** What the stores hold, asked when somebody scrapes. */
@Injectable()
export class StoreMetrics {
  constructor(metrics: RequestMetrics, @Inject(METADATA) metadata: MetadataStore) {
    new Gauge({
      name: 'margo_registry_uploads_open',
      help: 'Unfinished uploads that hold bytes.',
      registers: [metrics.registry],
      async collect() {
        this.set(await metadata.queries.countOpenUploads());
      },
    });
  }
}
