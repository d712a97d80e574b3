import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { registerStoreGauge } from '../health/store-gauge.js';
import { RequestMetrics } from '../http/request-metrics.js';
import { METADATA } from '../storage/tokens.js';
import type { CollectionReport } from './collection-report.js';

const PREFIX = 'margo_registry_collection';

/** What the collector did in this process, and what still waits to be deleted. */
@Injectable()
export class CollectionMetrics {
  private readonly collected: Counter<'kind'>;
  private readonly bytes: Counter;
  private readonly duration: Histogram;

  constructor(metrics: RequestMetrics, @Inject(METADATA) metadata: MetadataStore) {
    const registers = [metrics.registry];
    this.collected = new Counter({
      name: `${PREFIX}_collected_total`,
      help: 'What the collector removed, by kind.',
      labelNames: ['kind'],
      registers,
    });
    this.bytes = new Counter({
      name: `${PREFIX}_bytes_total`,
      help: 'Bytes that no repository holds any longer because of the collector.',
      registers,
    });
    this.duration = new Histogram({
      name: `${PREFIX}_duration_seconds`,
      help: 'How long runs of the collector took.',
      buckets: [0.01, 0.1, 1, 10, 60, 600, 3600],
      registers,
    });
    registerStoreGauge(metrics.registry, {
      name: 'margo_registry_doomed_locations',
      help: 'Places in the blob store whose bytes wait to be deleted.',
      ask: () => metadata.queries.countDoomedLocations(),
    });
  }

  observe({ totals, bytes, milliseconds }: CollectionReport): void {
    for (const [kind, count] of Object.entries(totals)) this.collected.inc({ kind }, count);
    this.bytes.inc(bytes);
    this.duration.observe(milliseconds / 1000);
  }
}
