#!/usr/bin/env node
import 'reflect-metadata';
import { SettingsError } from '@margo-registry/settings';
import { createLogger } from './http/logger.js';
import { readRegistrySettings } from './settings.js';
import { startRegistry } from './start.js';
import { StartRefused } from './start-refused.js';

/** `EX_CONFIG` of sysexits: the set-up is faulty; starting again will not help. */
const EXIT_CONFIGURATION = 78;

async function main(): Promise<void> {
  const { settings, warnings } = await readRegistrySettings(process.env);
  const logger = createLogger(settings.log.level);
  for (const warning of warnings) logger.warn(warning);
  const registry = await startRegistry(settings, logger);
  const stop = (): void => void registry.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const isSetUp = error instanceof SettingsError || error instanceof StartRefused;
  process.stderr.write(`${isSetUp ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(isSetUp ? EXIT_CONFIGURATION : 1);
});
