import type { BlobStore } from '@margo-registry/storage-core';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { BLOB_STORE, METADATA } from '../storage/tokens.js';
import { DrainState } from './drain-state.js';

/** Probes: `live` says that the process answers, `startup` and `ready` ask both stores. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly drain: DrainState,
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Get('live')
  live(@Res() reply: FastifyReply): void {
    reply.send({ status: 'ok' });
  }

  @Get('ready')
  ready(@Res() reply: FastifyReply): Promise<void> {
    return this.answer(reply, [
      () => this.check('drain', async () => this.refuseWhileDraining()),
      ...this.stores(),
    ]);
  }

  @Get('startup')
  startup(@Res() reply: FastifyReply): Promise<void> {
    return this.answer(reply, this.stores());
  }

  private stores() {
    return [
      () => this.check('metadata', () => this.metadata.ping()),
      () => this.check('blobs', () => this.blobs.ping()),
    ];
  }

  private async answer(reply: FastifyReply, checks: (() => Promise<HealthIndicatorResult>)[]): Promise<void> {
    try {
      reply.header('Cache-Control', 'no-store').send(await this.health.check(checks));
    } catch (error) {
      const response = (error as { getResponse?: () => unknown }).getResponse?.();
      if (response === undefined) throw error;
      reply.code(503).header('Cache-Control', 'no-store').send(response);
    }
  }

  private async check(name: string, ask: () => Promise<void>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      await ask();
      return indicator.up();
    } catch (error) {
      return indicator.down({ message: (error as Error).message });
    }
  }

  private refuseWhileDraining(): void {
    if (this.drain.isDraining) throw new Error('shutting down');
  }
}
