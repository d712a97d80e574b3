import {
  readSection,
  readSettings,
  readSettingsFile,
  SettingsError,
  type Environment,
  type SettingInUse,
  type SettingsSource,
} from '@margo-registry/settings';
import { loadPlugin, PluginError, type StoragePlugin } from '@margo-registry/storage-core';
import { plugin as filesystem } from '@margo-registry/storage-filesystem';
import { plugin as s3 } from '@margo-registry/storage-s3/plugin';
import {
  BlobDriverChoice,
  BlobsSettings,
  PluginsSettings,
  RegistrySettings,
  SETTINGS_PREFIX,
} from './settings.js';

/** A blob store's driver, and its own keys of the section `blobs`. */
export interface BlobDriver {
  /** What `blobs.driver` says: the name of an own driver, or of an npm package. */
  readonly name: string;
  readonly plugin: StoragePlugin;
  readonly settings: object;
}

/** Everything that a start needs to know. */
export interface SetUp {
  readonly settings: RegistrySettings;
  readonly blobDriver: BlobDriver;
  /** Sentences for the log. */
  readonly warnings: readonly string[];
  /** Every value and who said it, in the order of the reference page. */
  readonly inUse: readonly SettingInUse[];
}

/** Drivers that come with the registry, by the name that `blobs.driver` gives them. */
export const OWN_DRIVERS: ReadonlyMap<string, StoragePlugin> = new Map([
  ['filesystem', filesystem as StoragePlugin],
  ['s3', s3 as StoragePlugin],
]);

/**
 * Reads `REGISTRY_SETTINGS` (a YAML file) and the environment: what is the registry's own, and what the chosen driver
 * says of its keys. Throws `SettingsError` with every fault of both, or `PluginError` where nothing else is wrong than
 * that the driver cannot be loaded.
 */
export async function readSetUp(variables: Environment): Promise<SetUp> {
  const { REGISTRY_SETTINGS: file, ...environment } = variables;
  const source = { prefix: SETTINGS_PREFIX, environment, file };
  const [own, driver] = await Promise.allSettled([
    readSettings(RegistrySettings, source),
    readBlobDriver(source),
  ]);
  if (own.status === 'rejected' || driver.status === 'rejected') throw faultsOf(own, driver);
  return {
    settings: own.value.settings,
    blobDriver: driver.value.blobDriver,
    warnings: [...own.value.warnings, ...driver.value.warnings],
    inUse: inOrder(own.value.inUse, driver.value.inUse),
  };
}

async function readBlobDriver(
  source: SettingsSource,
): Promise<Pick<SetUp, 'blobDriver' | 'warnings' | 'inUse'>> {
  const file = await readSettingsFile(source.file, `${source.prefix}_SETTINGS`);
  const section = (name: string) => ({
    ...source,
    section: name,
    fileSection: file.sections[name],
    positions: file,
  });
  // Open: what else is wrong with these sections is the other reading's affair, and must not hide the driver's faults.
  const { settings: choice } = await readSection(BlobDriverChoice, { ...section('blobs'), open: true });
  const { settings: plugins } = await readSection(PluginsSettings, { ...section('plugins'), open: true });
  const name = choice.driver;
  const plugin = OWN_DRIVERS.get(name) ?? (await loadPlugin(name, { from: plugins.directory }));
  const alongside = [BlobsSettings];
  const { settings, ...read } = await readSection(plugin.settings, { ...section('blobs'), alongside });
  return { blobDriver: { name, plugin, settings }, ...read };
}

/** The driver's keys stand behind those that the registry reads of the same section. */
function inOrder(own: readonly SettingInUse[], driver: readonly SettingInUse[]): SettingInUse[] {
  const behindBlobs = own.findLastIndex(({ key }) => key.startsWith('blobs.')) + 1;
  return own.toSpliced(behindBlobs, 0, ...driver);
}

/** A fault of `blobs` or `plugins` is found by both readings; a driver that cannot be loaded is a fault among others. */
function faultsOf(...readings: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = readings.flatMap((reading) =>
    reading.status === 'rejected' ? [reading.reason as unknown] : [],
  );
  const other = reasons.find((reason) => !(reason instanceof SettingsError || reason instanceof PluginError));
  if (other !== undefined || reasons.length === 1) return other ?? reasons[0];
  const faults = reasons.flatMap((reason) =>
    reason instanceof SettingsError ? reason.faults : [driverFault(reason as PluginError)],
  );
  return new SettingsError([
    ...new Map(faults.map((fault) => [`${fault.key} ${fault.fault}`, fault])).values(),
  ]);
}

/** A driver that cannot be loaded, as a fault of the key that names it. */
export function driverFault({ message }: PluginError): SettingsError['faults'][number] {
  return { variable: 'REGISTRY_BLOBS_DRIVER', key: 'blobs.driver', fault: message, from: 'environment' };
}
