import { listKeys, listSections } from './key.js';
import type { SettingsClass } from './setting.js';

/** What stands in the place of a secret. */
export const HIDDEN = '[hidden]';

/** Settings as plain data for a log or a page, with `[hidden]` where a secret is set. Sizes are bytes, times milliseconds. */
export function printSettings(settings: object): Record<string, unknown> {
  const shape = settings.constructor as SettingsClass;
  const values = settings as Record<string, unknown>;
  const keys = listKeys(shape).map(({ name, secret, kind }): [string, unknown] => {
    const value = values[name];
    if (kind === 'structures' && Array.isArray(value)) return [name, value.map(printSettings)];
    return [name, secret && value !== undefined && value !== '' ? HIDDEN : value];
  });
  const sections = listSections(shape).map(({ name }): [string, unknown] => {
    const section = values[name];
    return [name, typeof section === 'object' && section !== null ? printSettings(section) : section];
  });
  return Object.fromEntries([...keys, ...sections].filter(([, value]) => value !== undefined));
}
