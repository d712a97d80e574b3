import { OpenApiModule } from '../openapi/openapi.module.js';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { ErrorFilter } from './error.filter.js';
import { LOGGER } from './logger.js';
import { RequestMetrics } from './request-metrics.js';

/** What every room needs of HTTP: the log, the metrics, the filter. */
@Global()
@Module({})
export class HttpModule {
  static with(logger: Logger): DynamicModule {
    return {
      module: HttpModule,
      imports: [OpenApiModule],
      providers: [{ provide: LOGGER, useValue: logger }, RequestMetrics, ErrorFilter],
      exports: [LOGGER, RequestMetrics, ErrorFilter],
    };
  }
}
