import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { createAdapter } from './http/adapter.js';
import { guardControl } from './control/control-access.js';
import { applyFaults } from './faults/apply-faults.js';
import { ErrorFilter } from './http/error.filter.js';
import { logRequests } from './http/request-log.js';
import type { IssuerWorlds } from './issuers/issuer-worlds.js';
import { attachWorlds } from './issuers/world.js';
import { recordRequests } from './journal/record-requests.js';
import { MOCK_MARK } from './mock-mark.js';
import type { MockAuthSettings } from './settings.js';

/** Builds the mock on its issuers, ready to listen. */
export async function createApplication(
  settings: MockAuthSettings,
  worlds: IssuerWorlds,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings, worlds, logger),
    createAdapter(),
    { logger: false, bodyParser: false, abortOnError: false },
  );
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.header(MOCK_MARK.header, MOCK_MARK.value);
    done();
  });
  guardControl(fastify, settings.control.open);
  attachWorlds(fastify, worlds);
  applyFaults(fastify);
  recordRequests(fastify, worlds);
  logRequests(fastify, logger);
  app.useGlobalFilters(app.get(ErrorFilter));
  return app;
}
