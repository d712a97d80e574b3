import { OciError } from '@margo-registry/oci';
import { isStorageError } from '@margo-registry/storage-core';
import type { Cursor, MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { LOGGER } from '../http/logger.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { CollectionMetrics } from './collection-metrics.js';
import { CollectionTally, type CollectionReport } from './collection-report.js';
import { collectionSteps, type CollectionStep } from './collection-step.js';
import { Lease } from './lease.js';
import { ReadOnlyMode } from './read-only/read-only-mode.js';
import { refuseWrite } from './read-only/read-only-refusal.js';

/** Rows that one query looks at. */
const PAGE = 500;
/** Commands under way at once: enough to share a commit, few enough to leave connections to the requests. */
const AT_ONCE = 4;
/** Rest after each page, in milliseconds. */
const REST = 5;

interface Run {
  readonly tally: CollectionTally;
  readonly dryRun: boolean;
  /** False when the run must end: the process stops, the lease is lost, or the registry has become read-only. */
  goesOn(): Promise<boolean>;
}

/**
 * Removes what nobody can reach and nobody touched for the grace time, while everything else goes on. Each row goes in a
 * transaction of its own, so a run that ends half-way leaves nothing to repair and the next one does the rest.
 */
@Injectable()
export class Collection implements BeforeApplicationShutdown {
  private readonly holder = randomUUID();
  private last: Promise<unknown> = Promise.resolve();
  private isStopping = false;
  private readonly mode: ReadOnlyMode;

  constructor(
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: CollectionMetrics,
  ) {
    this.mode = ReadOnlyMode.of(metadata);
  }

  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }

  /** Waits for a run of this process. Throws `maintenance-busy` while another process collects, `read-only` in that mode; a dry run never does. */
  run({ dryRun = false, now = this.metadata.now() } = {}): Promise<CollectionReport> {
    const next = this.last.then(() => (dryRun ? this.foresee(now) : this.collect(now)));
    this.last = next.catch(() => undefined);
    return next;
  }

  private foresee(now: number): Promise<CollectionReport> {
    return this.walkAll(
      { tally: new CollectionTally(true), dryRun: true, goesOn: async () => !this.isStopping },
      now,
    );
  }

  private async collect(now: number): Promise<CollectionReport> {
    const readOnly = await this.mode.findNow();
    if (readOnly !== undefined) throw refuseWrite(readOnly);
    const lease = await Lease.take(this.metadata, 'collector', this.holder);
    if (lease === undefined) throw new OciError('maintenance-busy');
    const goesOn = async (): Promise<boolean> =>
      !this.isStopping && !(await this.mode.isOn()) && (await lease.keep());
    try {
      const report = await this.walkAll({ tally: new CollectionTally(false), dryRun: false, goesOn }, now);
      this.metrics.observe(report);
      return report;
    } finally {
      await lease.release();
    }
  }

  private async walkAll(run: Run, now: number): Promise<CollectionReport> {
    const { grace, untagged, freshFor } = this.settings.collection;
    let complete = true;
    for (const step of collectionSteps(this.metadata, { now, grace, untagged, freshFor }))
      complete &&= await this.walk(step, run);
    return run.tally.report(complete);
  }

  /** True when it came to the end. */
  private async walk<T>(step: CollectionStep<T>, run: Run): Promise<boolean> {
    let after: Cursor | undefined;
    do {
      if (!(await run.goesOn())) return false;
      const { items, next } = await step.list({ after, before: step.before, limit: PAGE });
      for (let start = 0; start < items.length; start += AT_ONCE) {
        await Promise.all(items.slice(start, start + AT_ONCE).map((item) => this.take(step, item, run)));
      }
      after = next;
      if (after !== undefined) await sleep(REST);
    } while (after !== undefined);
    if (!run.dryRun) await step.end?.();
    return true;
  }

  private async take<T>(step: CollectionStep<T>, candidate: T, { dryRun, tally }: Run): Promise<void> {
    const bytes = dryRun ? step.foresee(candidate) : await this.remove(step, candidate);
    if (bytes !== undefined) tally.add(step.describe(candidate, bytes));
  }

  /** Undefined where it stays, also because a key protects it after all; a database that does not answer ends the run. */
  private async remove<T>(step: CollectionStep<T>, candidate: T): Promise<number | undefined> {
    try {
      const result = await step.collect(candidate);
      return result.outcome === 'collected' ? result.bytes : undefined;
    } catch (error) {
      if (isStorageError(error)) throw error;
      this.logger.warn({ err: error, candidate }, 'something could not be collected; it stays');
      return undefined;
    }
  }
}
