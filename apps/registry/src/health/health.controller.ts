import { Controller, Get, Res } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import { ReadOnlyMode } from '../maintenance/read-only/read-only-mode.js';
import { Operation } from '../openapi/operation.js';
import { LIVE_CONTENT, PROBE_CONTENT } from './health-schemas.js';
import { DrainState } from './drain-state.js';
import { inTime } from './in-time.js';
import { StoreChecks } from './store-checks.js';

/** Probes: `live` says that the process answers, `startup` and `ready` ask both stores. */
@Controller('health')
@Requires('nothing')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly checks: StoreChecks,
    private readonly drain: DrainState,
    private readonly mode: ReadOnlyMode,
  ) {}

  @Get('live')
  @Operation({ summary: 'The process answers.', answer: LIVE_CONTENT })
  live(@Res() reply: FastifyReply): void {
    reply.send({ status: 'ok' });
  }

  @Get('ready')
  @Operation({
    summary: 'Both stores answer and no stop was asked for; says whether the registry is read-only.',
    answer: PROBE_CONTENT,
    unavailable: PROBE_CONTENT,
  })
  ready(@Res() reply: FastifyReply): Promise<void> {
    const drain = (): Promise<HealthIndicatorResult> =>
      this.checks.check('drain', async () => this.refuseWhileDraining());
    return this.answer(reply, [drain, ...this.checks.all(), () => this.tellMode()]);
  }

  @Get('startup')
  @Operation({ summary: 'Both stores answer.', answer: PROBE_CONTENT, unavailable: PROBE_CONTENT })
  startup(@Res() reply: FastifyReply): Promise<void> {
    return this.answer(reply, this.checks.all());
  }

  private async answer(reply: FastifyReply, checks: (() => Promise<HealthIndicatorResult>)[]): Promise<void> {
    reply.header('Cache-Control', 'no-store');
    try {
      reply.send(await this.health.check(checks));
    } catch (error) {
      const down = (error as { getResponse?: () => unknown }).getResponse?.();
      if (down === undefined) throw error;
      reply.code(503).send(down);
    }
  }

  /** Never down: a registry that is read-only answers pulls. */
  private async tellMode(): Promise<HealthIndicatorResult> {
    const readOnly = await inTime(this.mode.isOn()).catch(() => undefined);
    return { mode: { status: 'up', ...(readOnly !== undefined && { readOnly }) } };
  }

  private refuseWhileDraining(): void {
    if (this.drain.isDraining) throw new Error('shutting down');
  }
}
