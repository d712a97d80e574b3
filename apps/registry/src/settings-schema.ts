import { settingsSchema, type JsonSchema } from '@margo-registry/settings';
import { OWN_DRIVERS } from './set-up.js';
import { RegistrySettings } from './settings.js';

/** JSON Schema of the registry's settings file, with the keys of the drivers that come with it. */
export function registrySchema(): JsonSchema {
  const shapes = new Map([...OWN_DRIVERS].map(([name, { settings }]) => [name, settings]));
  return settingsSchema(RegistrySettings, {
    title: 'Settings of a Margo Registry',
    choices: { blobs: { key: 'driver', shapes } },
  });
}
