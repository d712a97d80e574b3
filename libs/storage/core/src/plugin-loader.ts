import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPackageName } from './package-name.js';
import { PluginError } from './plugin-error.js';
import type { StoragePlugin } from './storage-plugin.js';

/** The version of the port that this copy of the package speaks. */
const PORT_VERSION = 1;

export interface PluginSource {
  /** A folder with a `node_modules` in which packages are looked for, and in no folder above it. */
  readonly from: string;
}

/**
 * Loads a driver by the name of its npm package: the export `plugin` of what the package's `exports` say for
 * `default`. Looks no further than at its shape; its settings and its store are the caller's affair.
 *
 * @throws PluginError where the package is missing, cannot be imported, or does not export such a plug-in
 */
export async function loadPlugin(name: string, { from }: PluginSource): Promise<StoragePlugin> {
  if (!isPackageName(name)) {
    throw new PluginError(
      name,
      'has no valid name. Give the name of an npm package, such as @vendor/storage-driver, not a path.',
    );
  }
  const { plugin } = await importPackage(name, await entryOf(name, resolve(from)));
  return checkPlugin(name, plugin);
}

/** Path of the file that an import of the package means. */
async function entryOf(name: string, folder: string): Promise<string> {
  const modules = join(folder, 'node_modules');
  try {
    await access(join(modules, name, 'package.json'));
  } catch (cause) {
    throw new PluginError(name, `is not installed in ${modules}. Run "npm install ${name}" in ${folder}.`, {
      cause,
    });
  }
  try {
    return createRequire(join(folder, 'package.json')).resolve(name);
  } catch (cause) {
    throw new PluginError(
      name,
      'leads to no file. Its package.json must have a "default" condition in "exports" for a file that is there: install it again, or tell its author.',
      { cause },
    );
  }
}

async function importPackage(name: string, path: string): Promise<{ plugin?: unknown }> {
  try {
    return (await import(pathToFileURL(path).href)) as { plugin?: unknown };
  } catch (cause) {
    throw new PluginError(
      name,
      `cannot be loaded: ${messageOf(cause)}. Install it again with everything that it needs, or tell its author.`,
      { cause },
    );
  }
}

function checkPlugin(name: string, plugin: unknown): StoragePlugin {
  if (typeof plugin !== 'object' || plugin === null) {
    throw new PluginError(
      name,
      'exports no "plugin". Is it a storage driver for this registry? Check the name, or tell its author.',
    );
  }
  const found = plugin as Partial<Record<keyof StoragePlugin, unknown>>;
  if (found.portVersion !== PORT_VERSION) throw otherVersion(name, found.portVersion);
  const fault = findFault(found);
  if (fault !== undefined) throw new PluginError(name, `exports a "plugin" that ${fault}. Tell its author.`);
  return plugin as StoragePlugin;
}

function otherVersion(name: string, version: unknown): PluginError {
  const built =
    typeof version === 'number' ? `version ${version} of the port` : 'no version of the port that it names';
  return new PluginError(
    name,
    `was built for ${built}, and this registry speaks version ${PORT_VERSION}. Install a release of it that was built for version ${PORT_VERSION}.`,
  );
}

function findFault({
  name,
  settings,
  open,
}: Partial<Record<keyof StoragePlugin, unknown>>): string | undefined {
  if (typeof name !== 'string' || name === '') return 'has no "name"';
  if (!isClass(settings)) return 'has "settings" that are no class';
  if (typeof open !== 'function') return 'has no function "open"';
  return undefined;
}

/** A function that `new` takes; an arrow function has no prototype. */
function isClass(value: unknown): boolean {
  return typeof value === 'function' && typeof (value as { prototype?: unknown }).prototype === 'object';
}

function messageOf(cause: unknown): string {
  const [line = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
  return line.replace(/\.$/, '');
}
