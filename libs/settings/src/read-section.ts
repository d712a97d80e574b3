import { findUnknownVariables } from './unknown-variables.js';
import type { Environment } from './environment.js';
import { fill } from './fill.js';
import { placeOf } from './origin.js';
import type { ReadSettings } from './read-settings.js';
import { listKeys } from './key.js';
import type { SettingsClass } from './setting.js';
import { locateInUse } from './setting-in-use.js';
import { SettingsError } from './settings-error.js';
import { locate, type Positions } from './settings-file.js';

export interface SectionSource {
  /** Name of the section, such as `blobs`. */
  section: string;
  /** Prefix of every variable, such as `REGISTRY`. */
  prefix: string;
  environment: Environment;
  /** The section as the file has it (see `readSettingsFile`). */
  fileSection?: unknown;
  /** Where the keys of the file stand, so that faults can say it. */
  positions?: Positions;
  /** Classes that own further keys of this section: such keys are neither read nor called unknown. */
  alongside?: readonly SettingsClass[];
  /** True to leave unknown keys to a later reading. */
  open?: boolean;
}

/**
 * Reads one section against a class that a value chose, such as the settings of the blob store's driver. The class may
 * be a plug-in's own: class-validator decorators and defaults are enough.
 * @throws SettingsError with every fault of the section
 */
export async function readSection<T extends object>(
  shape: SettingsClass<T>,
  source: SectionSource,
): Promise<ReadSettings<T>> {
  const others = (source.alongside ?? []).flatMap((other) => listKeys(other).map((key) => key.name));
  const place = placeOf(source.section, source.prefix, source.environment, source.fileSection);
  const { settings, faults, inUse } = await fill(shape, { ...place, others: source.open ? 'any' : others });
  if (faults.length > 0) throw new SettingsError(locate(faults, source.positions));
  const sections = [
    { name: source.section, shapes: [shape, ...(source.alongside ?? [])], open: source.open === true },
  ];
  return {
    settings,
    warnings: findUnknownVariables(sections, { ...source, within: source.section }),
    inUse: locateInUse(inUse, source.positions),
  };
}
