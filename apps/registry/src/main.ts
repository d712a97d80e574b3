#!/usr/bin/env node
import 'reflect-metadata';
import { SettingsError } from '@margo-registry/settings';
import { PluginError } from '@margo-registry/storage-core';
import { createLogger } from './http/logger.js';
import { readSetUp } from './set-up.js';
import { StartRefused } from './start-refused.js';
import { startRegistry } from './start.js';

/** `EX_CONFIG` of sysexits: the set-up is faulty; starting again will not help. */
const EXIT_CONFIGURATION = 78;

async function main(): Promise<void> {
  const setUp = await readSetUp(process.env);
  const logger = createLogger(setUp.settings.log.level);
  for (const warning of setUp.warnings) logger.warn(warning);
  const starting = startRegistry(setUp, logger);
  // Before it listens: whoever reads the ready line may ask it to stop at once.
  const stop = (): void => void starting.then((registry) => registry.stop()).then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  // Without a listener this signal would end the process, TLS or not.
  process.on('SIGHUP', () => void starting.then((registry) => registry.reload()));
  await starting;
}

main().catch((error: unknown) => {
  const isSetUp =
    error instanceof SettingsError || error instanceof PluginError || error instanceof StartRefused;
  process.stderr.write(`${isSetUp ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(isSetUp ? EXIT_CONFIGURATION : 1);
});
