import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestMetrics } from '../http/request-metrics.js';

/** `GET /metrics` in the text format of Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: RequestMetrics) {}

  @Get()
  async get(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.metrics;
    reply.header('Content-Type', registry.contentType).send(await registry.metrics());
  }
}
