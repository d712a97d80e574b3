import type { Environment } from '@margo-registry/settings';
import type { Writable } from 'node:stream';
import { writeBanner } from './banner.js';
import { createLogger } from './http/logger.js';
import { readSetUp } from './set-up.js';
import { start, type RunningMock } from './start.js';

/**
 * Serves until SIGTERM or SIGINT, then ends the process with 0; resolves when it listens.
 * @throws SettingsError, StartRefused for a set-up that cannot work
 */
export async function serve(environment: Environment, err: Writable): Promise<RunningMock> {
  const setUp = await readSetUp(environment);
  const logger = createLogger(setUp.settings.log.level);
  for (const warning of setUp.warnings) logger.warn(warning);
  const starting = start(setUp, logger);
  // Before it listens: whoever reads the ready line may ask it to stop at once.
  const stop = (): void => void starting.then((mock) => mock.stop()).then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const mock = await starting;
  writeBanner(err, mock.url, setUp.settings);
  return mock;
}
