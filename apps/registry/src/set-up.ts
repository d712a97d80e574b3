import { readSection, readSettings, readSettingsFile, type Environment } from '@margo-registry/settings';
import { loadPlugin, type StoragePlugin } from '@margo-registry/storage-core';
import { plugin as filesystem } from '@margo-registry/storage-filesystem';
import { plugin as s3 } from '@margo-registry/storage-s3';
import { BlobsSettings, RegistrySettings, SETTINGS_PREFIX } from './settings.js';

/** A blob store's driver, and its own keys of the section `blobs`. */
export interface BlobDriver {
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
 * Reads `REGISTRY_SETTINGS` (a YAML file) and the environment, first what is the registry's own, then what the chosen
 * driver says of its keys. Throws `SettingsError` with every fault, or `PluginError` when the driver cannot be loaded.
 */
export async function readSetUp(variables: Environment): Promise<SetUp> {
  const { REGISTRY_SETTINGS: file, ...environment } = variables;
  const source = { prefix: SETTINGS_PREFIX, environment };
  const { settings, warnings } = await readSettings(RegistrySettings, { ...source, file });
  const { blobs: fileSection } = await readSettingsFile(file, SETTINGS_PREFIX);
  const plugin = await findDriver(settings);
  const own = await readSection(plugin.settings, {
    ...source,
    section: 'blobs',
    fileSection,
    alongside: [BlobsSettings],
  });
  return {
    settings,
    blobDriver: { plugin, settings: own.settings },
    warnings: [...warnings, ...own.warnings],
  };
}

async function findDriver({ blobs, plugins }: RegistrySettings): Promise<StoragePlugin> {
  return OWN_DRIVERS.get(blobs.driver) ?? loadPlugin(blobs.driver, { from: plugins.directory });
}
