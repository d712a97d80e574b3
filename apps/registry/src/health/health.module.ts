import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ReadOnlyModule } from '../maintenance/read-only/read-only.module.js';
import { ConnectionMetrics } from './connection-metrics.js';
import { DrainState } from './drain-state.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { StoreChecks } from './store-checks.js';
import { StoreMetrics } from './store-metrics.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), ReadOnlyModule],
  controllers: [HealthController, MetricsController],
  providers: [ConnectionMetrics, DrainState, StoreChecks, StoreMetrics],
})
export class HealthModule {}
