import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createApplication } from './application.js';
import { IssuerWorlds } from './issuers/issuer-worlds.js';
import { MOCK_MARK } from './mock-mark.js';
import type { SetUp } from './set-up.js';
import type { MockAuthSettings } from './settings.js';
import { StartRefused } from './start-refused.js';

/** Milliseconds: more than any answer takes that no fault delays. */
const DRAIN = 5000;
const SWEEP = 20;

export interface RunningMock {
  readonly url: string;
  readonly worlds: IssuerWorlds;
  /** Lets requests under way end, for so many milliseconds; those that a fault keeps hanging are then cut. */
  stop(drain?: number): Promise<void>;
}

/** Listens. @throws StartRefused for a set-up that cannot work */
export async function start({ settings, identities }: SetUp, logger: Logger): Promise<RunningMock> {
  const worlds = new IssuerWorlds({ identities, ...settings.reproducible });
  const app = await createApplication(settings, worlds, logger);
  await listen(app, settings);
  const url = urlOf(app, settings);
  logger.warn(
    `${MOCK_MARK.value} is a mock: it hands out any token to anybody. Never trust it outside of tests.`,
  );
  logger.info({ url, issuer: settings.issuer ?? url }, 'listening');
  return { url, worlds, stop: (drain = DRAIN) => stop(app, logger, drain) };
}

async function listen(app: NestFastifyApplication, { http }: MockAuthSettings): Promise<void> {
  try {
    await app.listen(http.port, http.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL' && code !== 'EACCES') throw error;
    throw new StartRefused(
      `Cannot listen on ${http.host}:${http.port} (${code}). Choose another MOCK_AUTH_HTTP_PORT or MOCK_AUTH_HTTP_HOST.`,
    );
  }
}

function urlOf(app: NestFastifyApplication, { http }: MockAuthSettings): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${http.host.includes(':') ? `[${http.host}]` : http.host}:${port}`;
}

async function stop(app: NestFastifyApplication, logger: Logger, drain: number): Promise<void> {
  const server: Server = app.getHttpServer();
  const impatience = setTimeout(() => server.closeAllConnections(), drain);
  // A connection whose answer is out stays open for the next request; nobody will answer that one.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP);
  await app.close();
  clearTimeout(impatience);
  clearInterval(sweep);
  logger.info('stopped');
  logger.flush();
}
