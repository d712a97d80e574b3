import { OciError } from '@margo-registry/oci';
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
    done(twoHosts(request.raw.rawHeaders));
  });
  allowOrigins(fastify, settings.http.corsOrigins);
  observeRequests(fastify, logger, app.get(RequestMetrics));
  app.useGlobalFilters(app.get(ErrorFilter));
  return app;
}

/** Proxies and servers that pick different ones of two would not mean the same host (RFC 9112, 3.2). */
function twoHosts(rawHeaders: readonly string[]): OciError | undefined {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1
    ? new OciError('request-invalid', { message: 'send one Host header, not several' })
    : undefined;
}
