import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the whole project. */
export const ROOT = join(import.meta.dirname, '../..');

/**
 * @typedef {{ name: string, version: string, private?: boolean, dependencies?: Record<string, string>, bin?: Record<string, string>, exports?: Record<string, unknown> }} PackageFile
 * @typedef {{ folder: string, file: PackageFile }} Workspace
 */

/** The npm packages of this repository that are meant for others, in the order of the workspaces. @returns {Workspace[]} */
export function listPublicPackages() {
  const { workspaces } = readJson('package.json');
  return workspaces
    .map((/** @type {string} */ folder) => ({ folder, file: readJson(join(folder, 'package.json')) }))
    .filter((/** @type {Workspace} */ { file }) => file.private !== true);
}

/** @param {string} path from the root */
function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}
