import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './workspaces.mjs';

/** @typedef {import('./production-tree.mjs').Locked} Locked */

/** What the tarball can be made for: Linux with glibc. */
export const PLATFORMS = ['linux-arm64', 'linux-x64'];

/** The platform that this program runs on, as {@link PLATFORMS} names it. */
export const OWN_PLATFORM = `${process.platform}-${process.arch}`;

/** Whether a package is one of several of which each platform needs its own. @param {Locked} entry */
export const isNative = ({ os, optional }) => os !== undefined && optional === true;

/** Whether a native package belongs to one of the platforms. @param {string} path in the lock file @param {readonly string[]} platforms */
export const isFor = (path, platforms) =>
  platforms.some((platform) => path.endsWith(`-${platform.slice(6)}-gnu`));

/**
 * The folder with the content of a native package: that of this installation where it is, else what npm's cache or the
 * registry of npm packages holds, compared with the lock file. Throws when neither has it.
 *
 * @param {string} path in the lock file @param {Locked} entry
 * @returns {{ folder: string, remove: () => void }}
 */
export function openNativePackage(path, entry) {
  const installed = join(ROOT, path);
  if (existsSync(join(installed, 'package.json'))) return { folder: installed, remove: () => undefined };
  const temporary = mkdtempSync(join(tmpdir(), 'margo-native-'));
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  try {
    return { folder: fetchPackage(path, entry, temporary), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** @param {string} path @param {Locked} entry @param {string} temporary */
function fetchPackage(path, { version = '', integrity = '' }, temporary) {
  const wanted = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`;
  const tarball = join(temporary, npmPack(wanted, temporary));
  const [algorithm = '', sum] = integrity.split(/-(.*)/s);
  if (createHash(algorithm).update(readFileSync(tarball)).digest('base64') !== sum)
    throw new Error(`${wanted} as npm sent it is not what package-lock.json says: do not use it.`);
  execFileSync('tar', ['-xzf', tarball, '-C', temporary]);
  return join(temporary, 'package');
}

/** @param {string} wanted @param {string} destination */
function npmPack(wanted, destination) {
  const parameters = ['pack', wanted, '--prefer-offline', '--silent', '--pack-destination', destination];
  try {
    return execFileSync('npm', parameters, { cwd: destination, encoding: 'utf8' }).trim();
  } catch (cause) {
    throw new Error(
      `${wanted} is neither installed nor to be had from npm: without a network, make a tarball for this machine's platform alone.`,
      { cause },
    );
  }
}
