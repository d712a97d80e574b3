import { settingsSchema, type JsonSchema } from '@margo-registry/settings';
import { MockAuthSettings } from './settings.js';

/** JSON Schema of the mock's settings file. */
export function mockAuthSchema(): JsonSchema {
  return settingsSchema(MockAuthSettings, { title: 'Settings of margo-mock-auth' });
}
