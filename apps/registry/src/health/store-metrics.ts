import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { RequestMetrics } from '../http/request-metrics.js';
import { METADATA } from '../storage/tokens.js';
import { registerStoreGauge } from './store-gauge.js';

/** What the stores hold, asked when somebody scrapes. */
@Injectable()
export class StoreMetrics {
  constructor(metrics: RequestMetrics, @Inject(METADATA) metadata: MetadataStore) {
    registerStoreGauge(metrics.registry, {
      name: 'margo_registry_uploads_open',
      help: 'Unfinished uploads that hold bytes.',
      ask: () => metadata.queries.countOpenUploads(),
    });
  }
}
