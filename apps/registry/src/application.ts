import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { allowOrigins } from './http/cors.js';
import { createAdapter } from './http/adapter.js';
import { ErrorFilter } from './http/error.filter.js';
import { observeRequests } from './http/request-log.js';
import { RequestMetrics } from './http/request-metrics.js';
import { findTarget } from './http/target.js';
import type { RegistrySettings } from './settings.js';
import type { Stores } from './storage/stores.js';

/** Builds the registry on opened stores, ready to listen. */
export async function createApplication(
  settings: RegistrySettings,
  stores: Stores,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings, stores, logger),
    createAdapter(settings.http, settings.access.trustedProxies),
    { logger: false, bodyParser: false, abortOnError: false },
  );
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id);
    if (findTarget(request.raw)) reply.header('Docker-Distribution-API-Version', 'registry/2.0');
    done();
  });
  allowOrigins(fastify, settings.http.corsOrigins);
  observeRequests(fastify, logger, app.get(RequestMetrics));
  app.useGlobalFilters(app.get(ErrorFilter));
  return app;
}
