import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ConnectionMetrics } from './connection-metrics.js';
import { DrainState } from './drain-state.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { StoreChecks } from './store-checks.js';
import { StoreMetrics } from './store-metrics.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [ConnectionMetrics, DrainState, StoreChecks, StoreMetrics],
})
export class HealthModule {}
