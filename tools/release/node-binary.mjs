import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MACHINES = new Map([
  [0x3e, 'linux-x64'],
  [0xb7, 'linux-arm64'],
]);
/** Where the licence of Node lies beside its binary: in its own archives, in the npm package, in Debian's packages. */
const LICENCES = ['../LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/nodejs/copyright'];

/** @typedef {import('./ustar.mjs').ArchivedFile} ArchivedFile */

/**
 * A Node to put into the tarball, with its licence, and the platform that it is made for. Throws for what is no binary of one of
 * the platforms, and when its licence, which has to go with it, is not found.
 *
 * @param {string} path of the binary @param {string} [licence] path of its licence text, where it is not beside it
 * @returns {{ platform: string, files: ArchivedFile[] }}
 */
export function readNodeBinary(path, licence) {
  const bytes = readFileSync(path);
  const isElf = bytes.subarray(0, 4).equals(Buffer.from('\u007fELF', 'latin1'));
  const platform = isElf ? MACHINES.get(bytes.readUInt16LE(18)) : undefined;
  if (platform === undefined)
    throw new Error(`${path} is no program for ${[...MACHINES.values()].join(' or ')}.`);
  const text =
    licence ?? LICENCES.map((place) => join(dirname(path), place)).find((place) => existsSync(place));
  if (text === undefined)
    throw new Error(`The licence of ${path} is not beside it: name the file (--node-licence <file>).`);
  return {
    platform,
    files: [
      { path: 'node/bin/node', mode: 0o755, bytes },
      { path: 'node/LICENSE', mode: 0o644, bytes: readFileSync(text) },
    ],
  };
}
