import {
  readSection,
  readSettings,
  readSettingsFile,
  SettingsError,
  type Environment,
  type SettingsSource,
} from '@margo-registry/settings';
import { loadPlugin, type StoragePlugin } from '@margo-registry/storage-core';
import { plugin as filesystem } from '@margo-registry/storage-filesystem';
import { plugin as s3 } from '@margo-registry/storage-s3';
import { BlobsSettings, PluginsSettings, RegistrySettings, SETTINGS_PREFIX } from './settings.js';

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
}

const OWN_DRIVERS = new Map<string, StoragePlugin>([
  ['filesystem', filesystem as StoragePlugin],
  ['s3', s3 as StoragePlugin],
]);

/**
 * Reads `REGISTRY_SETTINGS` (a YAML file) and the environment: what is the registry's own, and what the chosen driver
 * says of its keys. Throws `SettingsError` with every fault of both, or `PluginError` when the driver cannot be loaded.
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
  };
}

async function readBlobDriver(source: SettingsSource): Promise<Pick<SetUp, 'blobDriver' | 'warnings'>> {
  const file = await readSettingsFile(source.file, source.prefix);
  const section = (name: string) => ({ ...source, section: name, fileSection: file[name] });
  const { settings: blobs } = await readSection(BlobsSettings, { ...section('blobs'), open: true });
  const { settings: plugins } = await readSection(PluginsSettings, section('plugins'));
  const name = blobs.driver;
  const plugin = OWN_DRIVERS.get(name) ?? (await loadPlugin(name, { from: plugins.directory }));
  const alongside = [BlobsSettings];
  const { settings, warnings } = await readSection(plugin.settings, { ...section('blobs'), alongside });
  return { blobDriver: { name, plugin, settings }, warnings };
}

/** A fault of `blobs` or `plugins` is found by both readings; what is no fault of a setting goes before all of them. */
function faultsOf(...readings: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = readings.flatMap((reading) =>
    reading.status === 'rejected' ? [reading.reason as unknown] : [],
  );
  const other = reasons.find((reason) => !(reason instanceof SettingsError));
  if (other !== undefined) return other;
  const faults = reasons.flatMap((reason) => (reason as SettingsError).faults);
  return new SettingsError([...new Map(faults.map((fault) => [fault.key, fault])).values()]);
}
