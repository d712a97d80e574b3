import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createApplication } from './application.js';
import { writeBanner } from './banner.js';
import { CertificateWatch } from './http/certificate-watch.js';
import { DrainState } from './health/drain-state.js';
import { prepareProfiles } from './packages/prepare-profiles.js';
import type { SetUp } from './set-up.js';
import type { RegistrySettings } from './settings.js';
import { listRefusals } from './start-checks.js';
import { StartRefused } from './start-refused.js';
import { placesOf } from './storage/places.js';
import { openStores, type Stores } from './storage/stores.js';

/** Requests under way get so long to end after a stop was asked for. */
const DRAIN = 30_000;

export interface RunningRegistry {
  readonly url: string;
  /** Lets requests under way end, then closes the stores. */
  stop(): Promise<void>;
  /** Reads the certificate again; what is under way goes on. */
  reload(): void;
}

/** Opens the stores and listens. Throws {@link StartRefused} for a set-up that cannot work. */
export async function startRegistry(setUp: SetUp, logger: Logger): Promise<RunningRegistry> {
  const { settings } = setUp;
  const refusals = await listRefusals(settings);
  if (refusals.length > 0) throw new StartRefused(refusals.join('\n'));
  const stores = await openStores(setUp);
  const app = await createApplication(settings, stores, logger);
  await listen(app, settings);
  const url = urlOf(app, settings);
  const places = placesOf(setUp);
  logger.info({ url, ...places }, 'listening');
  writeBanner(process.stderr, { url, publicUrl: settings.http.publicUrl, places });
  prepareProfiles(settings);
  const certificate = CertificateWatch.start(app.getHttpServer(), settings.http, logger);
  return {
    url,
    stop: () => {
      certificate?.stop();
      return stop(app, stores, logger);
    },
    reload: () => certificate?.reload(),
  };
}

async function listen(app: NestFastifyApplication, { http }: RegistrySettings): Promise<void> {
  try {
    await app.listen(http.port, http.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL' && code !== 'EACCES') throw error;
    throw new StartRefused(
      `Cannot listen on ${http.host}:${http.port} (${code}). Choose another REGISTRY_HTTP_PORT or REGISTRY_HTTP_HOST.`,
    );
  }
}

function urlOf(app: NestFastifyApplication, { http }: RegistrySettings): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const host = http.host.includes(':') ? `[${http.host}]` : http.host;
  return `${http.tlsCert === undefined ? 'http' : 'https'}://${host}:${port}`;
}

async function stop(app: NestFastifyApplication, stores: Stores, logger: Logger): Promise<void> {
  app.get(DrainState, { strict: false }).isDraining = true;
  logger.info('draining');
  const impatience = setTimeout(() => app.getHttpServer().closeAllConnections(), DRAIN).unref();
  await app.close();
  clearTimeout(impatience);
  await stores.blobs.close();
  await stores.metadata.close();
  logger.info('stopped');
  logger.flush();
}
