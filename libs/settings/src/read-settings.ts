import type { Environment } from './environment.js';
import { fill } from './fill.js';
import { placeOf } from './origin.js';
import { listSections } from './key.js';
import type { SettingsClass } from './setting.js';
import { SettingsError } from './settings-error.js';
import { locateInUse, type SettingInUse } from './setting-in-use.js';
import { locate, readSettingsFile } from './settings-file.js';
import { findUnknownVariables } from './unknown-variables.js';
import { variableOf } from './variable.js';

export interface SettingsSource {
  /** Prefix of every variable, such as `REGISTRY`. */
  prefix: string;
  environment: Environment;
  /** Path of the YAML file, if there is one. */
  file?: string;
}

/** Settings that can be used. */
export interface ReadSettings<T> {
  settings: T;
  /** Sentences about variables that are no settings. */
  warnings: string[];
  /** Every value, and who said it: section by section, then what stands at the top of the file. */
  inUse: SettingInUse[];
}

/**
 * Reads a settings class of sections from a YAML file and the environment; the environment wins.
 * @throws SettingsError with every fault of every section
 */
export async function readSettings<T extends object>(
  shape: SettingsClass<T>,
  { prefix, environment, file }: SettingsSource,
): Promise<ReadSettings<T>> {
  const content = await readSettingsFile(file, variableOf(prefix, '', 'settings'));
  const sections = listSections(shape);
  const top = await fill(shape, {
    ...placeOf('', prefix, environment, content.sections),
    others: sections.map((section) => section.name),
  });
  const faults = [...top.faults];
  const inUse: SettingInUse[] = [];
  for (const { name, shape: part, open } of sections) {
    const place = placeOf(name, prefix, environment, content.sections[name]);
    const filled = await fill(part, open ? { ...place, others: 'any' } : place);
    Object.assign(top.settings, { [name]: filled.settings });
    faults.push(...filled.faults);
    inUse.push(...filled.inUse);
  }
  if (faults.length > 0) throw new SettingsError(locate(faults, content));
  const known = [
    ...sections.map((section) => ({ ...section, shapes: [section.shape] })),
    { name: '', shapes: [shape], open: false },
  ];
  return {
    settings: top.settings,
    warnings: findUnknownVariables(known, { prefix, environment }),
    inUse: locateInUse([...inUse, ...top.inUse], content),
  };
}
