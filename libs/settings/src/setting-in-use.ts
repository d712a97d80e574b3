import type { Key } from './key.js';
import type { Origin, Place } from './origin.js';
import { variableOfKey } from './origin.js';
import { HIDDEN, printSettings } from './print-settings.js';
import { formatBytes, formatDuration } from './quantity.js';
import type { Position } from './settings-error.js';
import type { Positions } from './settings-file.js';
import { pathOf } from './variable.js';

/** One value that a program runs with, and who said it. */
export interface SettingInUse {
  /** Path in the settings file, such as `http.port`. */
  key: string;
  /** Empty where only the file can say the value. */
  variable: string;
  /** As one would write it; `[hidden]` for a secret; undefined where nothing is set. */
  value: unknown;
  from: 'default' | 'file' | 'environment';
  /** The variable that said it, with `_FILE` where a secret was read from a file. */
  saidBy?: string;
  /** Where it stands in the file. */
  position?: Position;
}

/** @param value as it was read, or undefined where the default stands */
export function settingInUse(
  key: Key,
  place: Place,
  origin: Origin,
  { value, standard }: { value: unknown; standard: unknown },
): SettingInUse {
  const isSaid = value !== undefined;
  return {
    key: pathOf(place.path, key.name),
    variable: variableOfKey(key, place),
    value: printed(key, isSaid ? value : standard),
    from: isSaid ? origin.from : 'default',
    ...(isSaid && origin.saidBy !== undefined && { saidBy: origin.saidBy }),
  };
}

/** The same settings, each that the file says with its place there. */
export function locateInUse(
  settings: readonly SettingInUse[],
  positions: Positions | undefined,
): SettingInUse[] {
  return settings.map((setting) => {
    const position = setting.from === 'file' ? positions?.findPosition(setting.key) : undefined;
    return position ? { ...setting, position } : setting;
  });
}

function printed(key: Key, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (key.kind === 'structures' && Array.isArray(value)) return value.map(printSettings);
  if (key.secret) return value === '' ? '' : HIDDEN;
  if (typeof value !== 'number') return value;
  if (key.kind === 'bytes') return formatBytes(value);
  return key.kind === 'duration' ? formatDuration(value) : value;
}
