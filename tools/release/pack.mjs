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
  const named = listPublicPackages().flatMap(({ folder }) => ['--workspace', folder]);
  const parameters = [
    'pack',
    ...named,
    '--json',
    '--pack-destination',
    resolve(destination),
    '--loglevel=error',
  ];
  const output = execFileSync('npm', parameters, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const packed = Object.values(JSON.parse(output.slice(output.search(/^[[{]/m))));
  return packed.map(({ name, filename, files }) => ({
    name,
    tarball: join(resolve(destination), filename),
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
