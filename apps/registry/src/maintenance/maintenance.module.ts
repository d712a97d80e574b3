import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import { METADATA } from '../storage/tokens.js';
import { BackupController } from './backup/backup.controller.js';
import { Backups } from './backup/backups.js';
import { CollectionMetrics } from './collection-metrics.js';
import { Collection } from './collection.js';
import { DoomedLocations } from './doomed-locations.js';
import { MaintenanceController } from './maintenance.controller.js';
import { OrphanSweep } from './orphan-sweep.js';
import { PeriodicCollection } from './periodic-collection.js';
import { Periodic } from './periodic.js';
import { UploadExpiry } from './upload-expiry.js';

const INTERVAL = 60_000;
const LEAST_LEASE = 10_000;

/** What goes on beside the requests; each task runs in one process at a time, by a lease. */
@Module({
  controllers: [MaintenanceController, BackupController],
  providers: [
    Collection,
    CollectionMetrics,
    PeriodicCollection,
    DoomedLocations,
    OrphanSweep,
    UploadExpiry,
    Backups,
  ],
  exports: [DoomedLocations, UploadExpiry],
})
export class MaintenanceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly holder = randomUUID();
  private readonly tasks: Periodic[];

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(LOGGER) private readonly logger: Logger,
    doomed: DoomedLocations,
    expiry: UploadExpiry,
  ) {
    this.tasks = [
      this.task('doomed', () => doomed.delete(), doomed.interval),
      this.task('expiry', () => expiry.expire()),
    ];
  }

  onApplicationBootstrap(): void {
    for (const task of this.tasks) task.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }

  private task(name: string, run: () => Promise<number>, interval = INTERVAL): Periodic {
    const underLease = async (): Promise<void> => {
      const { held } = await this.metadata.commands.takeLease({
        name,
        holder: this.holder,
        ttlMilliseconds: Math.max(LEAST_LEASE, 10 * interval),
      });
      if (!held) return;
      const done = await run();
      if (done > 0) this.logger.info({ task: name, done }, 'maintenance');
      await this.metadata.commands.releaseLease({ name, holder: this.holder });
    };
    return new Periodic(interval, underLease, (error) =>
      this.logger.error({ err: error, task: name }, 'maintenance'),
    );
  }
}
