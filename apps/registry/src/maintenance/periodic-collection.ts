import { isOciError } from '@margo-registry/oci';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { Collection } from './collection.js';
import { Periodic } from './periodic.js';

/** Runs the collector in its interval; of several processes, the one that is first. */
@Injectable()
export class PeriodicCollection implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Periodic;

  constructor(
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly collection: Collection,
  ) {
    this.rounds = new Periodic(
      settings.collection.interval,
      () => this.round(),
      (error) => this.failed(error),
    );
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  private async round(): Promise<void> {
    const { dryRun } = this.settings.collection;
    const { collected: _entries, ...report } = await this.collection.run({ dryRun });
    if (Object.values(report.totals).some((total) => total > 0))
      this.logger.info({ task: 'collection', ...report }, 'maintenance');
  }

  private failed(error: unknown): void {
    if (isOciError(error, 'maintenance-busy') || isOciError(error, 'read-only')) return;
    this.logger.error({ err: error, task: 'collection' }, 'maintenance');
  }
}
