import { allowedValues } from './expectation.js';
import { listKeys, listSections, type Key, type KeyKind } from './key.js';
import { formatBytes, formatDuration } from './quantity.js';
import type { SettingsClass } from './setting.js';
import { pathOf, variableOf } from './variable.js';

/** One setting for a reference page or a schema. */
export interface SettingDescription {
  /** Empty for a key that stands at the top of the file. */
  section: string;
  /** Path in the settings file, such as `http.port`, or `repositories[].pattern`. */
  key: string;
  /** Empty where only the file can say the value. */
  variable: string;
  type: KeyKind;
  /** As one would write it; undefined when there is none. */
  default?: string;
  sentence: string;
  example?: string;
  unit?: string;
  secret: boolean;
  /** Values that are accepted, or words that are accepted beside a size or a time; empty when the key is free. */
  allowed: readonly string[];
}

/** Every setting of a class of sections, in the order of declaration. */
export function describeSettings(shape: SettingsClass, prefix: string): SettingDescription[] {
  const sections = listSections(shape).flatMap(({ name, shape: part }) =>
    describeSection(part, prefix, name),
  );
  return [...describeSection(shape, prefix, ''), ...sections];
}

/** Every setting of one section, also for a class that a value chooses. */
export function describeSection(shape: SettingsClass, prefix: string, section: string): SettingDescription[] {
  const defaults = new shape() as Record<string, unknown>;
  return listKeys(shape).flatMap((key) => {
    const path = pathOf(section, key.name);
    const variable = key.kind === 'structures' ? '' : variableOf(prefix, section, key.name);
    const own = describeKey(key, { section, key: path, variable }, defaults[key.name]);
    return key.mark.item ? [own, ...describeItems(key.mark.item(), section, path)] : [own];
  });
}

function describeItems(shape: SettingsClass, section: string, path: string): SettingDescription[] {
  return describeSection(shape, '', '').map((item) => ({
    ...item,
    section,
    key: `${path}[].${item.key}`,
    variable: '',
  }));
}

function describeKey(
  key: Key,
  where: Pick<SettingDescription, 'section' | 'key' | 'variable'>,
  value: unknown,
): SettingDescription {
  const { describe, example, unit } = key.mark;
  const text = defaultOf(key, value);
  return {
    ...where,
    type: key.kind,
    ...(text === undefined ? {} : { default: text }),
    sentence: describe ?? '',
    ...(example === undefined ? {} : { example }),
    ...(unit === undefined ? {} : { unit }),
    secret: key.secret,
    allowed: [...allowedValues(key), ...key.words],
  };
}

function defaultOf(key: Key, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) return value.length > 0 ? value.join(',') : undefined;
  if (typeof value === 'number' && key.kind === 'bytes') return formatBytes(value);
  if (typeof value === 'number' && key.kind === 'duration') return formatDuration(value);
  return String(value);
}
