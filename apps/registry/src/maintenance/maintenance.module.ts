import { isOciError } from '@margo-registry/oci';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { CollectionMetrics } from './collection-metrics.js';
import { Collection } from './collection.js';
import { DoomedLocations } from './doomed-locations.js';
import { MaintenanceController } from './maintenance.controller.js';
import { Periodic } from './periodic.js';
import { UploadExpiry } from './upload-expiry.js';

const INTERVAL = 60_000;

/** What goes on beside the requests; each task runs in one process at a time, by a lease. */
@Module({
  controllers: [MaintenanceController],
  providers: [Collection, CollectionMetrics, DoomedLocations, UploadExpiry],
  exports: [DoomedLocations, UploadExpiry],
})
export class MaintenanceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly holder = randomUUID();
  private readonly tasks: Periodic[];

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    private readonly collection: Collection,
    doomed: DoomedLocations,
    expiry: UploadExpiry,
  ) {
    this.tasks = [
      this.collecting(),
      this.task('doomed', () => doomed.delete(), Math.min(INTERVAL, settings.collection.interval)),
      this.task('expiry', () => expiry.expire()),
    ];
  }

  onApplicationBootstrap(): void {
    for (const task of this.tasks) task.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }

  /** It has a lease of its own, which it keeps however long it takes. */
  private collecting(): Periodic {
    const { interval, dryRun } = this.settings.collection;
    const run = async (): Promise<void> => {
      const { collected: _entries, ...report } = await this.collection.run({ dryRun });
      if (Object.values(report.totals).some((total) => total > 0))
        this.logger.info({ task: 'collection', ...report }, 'maintenance');
    };
    return new Periodic(interval, run, (error) => {
      if (isOciError(error, 'maintenance-busy')) return;
      this.logger.error({ err: error, task: 'collection' }, 'maintenance');
    });
  }

  private task(name: string, run: () => Promise<number>, interval = INTERVAL): Periodic {
    const underLease = async (): Promise<void> => {
      const { held } = await this.metadata.commands.takeLease({
        name,
        holder: this.holder,
        ttlMilliseconds: 10 * INTERVAL,
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
