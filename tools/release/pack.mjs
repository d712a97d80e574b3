// Packs every public npm package of this repository, as it was built last.
// usage: node tools/release/pack.mjs <folder>
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT, listPublicPackages } from './workspaces.mjs';

/**
 * One tarball for each public package. Throws, with what npm said, when npm refuses one.
 *
 * @param {string} destination a folder, made where it is absent
 * @returns {{ name: string, tarball: string, files: string[] }[]}
 */
export function packAll(destination) {
  mkdirSync(destination, { recursive: true });
  const folders = listPublicPackages().map(({ folder }) => folder);
  return npmPack(folders, '--pack-destination', resolve(destination)).map(({ name, filename, files }) => ({
    name,
    tarball: join(resolve(destination), filename),
    files,
  }));
}

/**
 * The files that npm would pack, each as its path inside the package, by the package's name.
 *
 * @param {readonly string[]} folders of workspaces, from the root
 * @returns {Map<string, string[]>}
 */
export function listPackedFiles(folders) {
  return new Map(npmPack(folders, '--dry-run').map(({ name, files }) => [name, files]));
}

/** @param {readonly string[]} folders @param {readonly string[]} flags */
function npmPack(folders, ...flags) {
  const named = folders.flatMap((folder) => ['--workspace', folder]);
  const output = execFileSync('npm', ['pack', ...named, '--json', ...flags, '--loglevel=error'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const packed = Object.values(JSON.parse(output.slice(output.search(/^[[{]/m))));
  return packed.map(({ name, filename, files }) => ({
    name: String(name),
    filename: String(filename),
    files: files.map((/** @type {{ path: string }} */ { path }) => path),
  }));
}

if (process.argv[1] === import.meta.filename) {
  const [destination] = process.argv.slice(2);
  if (destination === undefined) {
    console.error('usage: node tools/release/pack.mjs <folder>');
    process.exit(64);
  }
  for (const { name, tarball } of packAll(destination)) console.log(`${name}: ${tarball}`);
}
