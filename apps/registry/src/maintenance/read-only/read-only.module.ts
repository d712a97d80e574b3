import type { MetadataStore, ReadOnlyRow } from '@margo-registry/storage-metadata';
import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Logger } from 'pino';
import { registerStoreGauge } from '../../health/store-gauge.js';
import { LOGGER } from '../../http/logger.js';
import { RequestMetrics } from '../../http/request-metrics.js';
import { METADATA } from '../../storage/tokens.js';
import { ReadOnlyMode } from './read-only-mode.js';
import { statusOf } from './read-only-status.js';
import { ReadOnlyController } from './read-only.controller.js';
import { ReadOnlyGuard } from './read-only.guard.js';

/** Read-only mode. Stands behind the module of access in the list of modules, so that its guard comes second. */
@Module({
  controllers: [ReadOnlyController],
  providers: [
    {
      provide: ReadOnlyMode,
      inject: [METADATA],
      useFactory: (metadata: MetadataStore) => ReadOnlyMode.of(metadata),
    },
    { provide: APP_GUARD, useClass: ReadOnlyGuard },
  ],
  exports: [ReadOnlyMode],
})
export class ReadOnlyModule implements OnApplicationBootstrap {
  constructor(
    private readonly mode: ReadOnlyMode,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: RequestMetrics,
  ) {
    mode.onChange = (row) => this.tell(row);
    registerStoreGauge(metrics.registry, {
      name: 'margo_registry_read_only',
      help: '1 while the registry takes no writes, for maintenance; else 0.',
      ask: async () => ((await mode.isOn()) ? 1 : 0),
    });
  }

  /** Says it at the start too; a database that does not answer then says so itself. */
  async onApplicationBootstrap(): Promise<void> {
    await this.mode.findNow().catch(() => undefined);
  }

  private tell(row: ReadOnlyRow | undefined): void {
    this.logger.warn(statusOf(row), row === undefined ? 'writes are taken again' : 'read-only');
  }
}
