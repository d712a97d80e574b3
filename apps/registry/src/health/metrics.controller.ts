import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import { Operation } from '../openapi/operation.js';
import { METRICS_CONTENT } from './health-schemas.js';
import { RequestMetrics } from '../http/request-metrics.js';

/** `GET /metrics` in the text format of Prometheus. */
@Controller('metrics')
@Requires('nothing')
export class MetricsController {
  constructor(private readonly metrics: RequestMetrics) {}

  @Get()
  @Operation({ summary: 'Metrics in the text format of Prometheus.', answer: METRICS_CONTENT })
  async get(@Res() reply: FastifyReply): Promise<void> {
    reply.header('Content-Type', this.metrics.registry.contentType).send(await this.metrics.render());
  }
}
