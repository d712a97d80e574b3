// Makes the tarball for sites without containers and without Internet, as it was built last.
// usage: node tools/release/make-tarball.mjs [folder] [--platform linux-x64|linux-arm64]... [--node <binary> [--node-licence <file>]]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { OWN_PLATFORM, PLATFORMS } from './native-packages.mjs';
import { readNodeBinary } from './node-binary.mjs';
import { listTarballContent } from './tarball-content.mjs';
import { TAR_END, tarBlocks } from './ustar.mjs';
import { ROOT } from './workspaces.mjs';

const USAGE =
  'usage: node tools/release/make-tarball.mjs [folder] [--platform linux-x64|linux-arm64]... [--node <binary> [--node-licence <file>]]';

/** @typedef {import('./ustar.mjs').ArchivedFile} ArchivedFile */
/** @typedef {{ platforms?: readonly string[], node?: string, nodeLicence?: string, mtime?: number }} TarballOptions */

/**
 * Writes the tarball and `SHA256SUMS` into a folder, which is made where it is absent. The same commit, platforms and Node
 * give the same bytes.
 *
 * @param {string} destination
 * @param {TarballOptions} [options] `platforms` is this machine's where absent, `mtime` (seconds since 1970) the commit's
 * @returns {{ tarball: string, sha256: string, bytes: number, unpacked: number, files: string[] }}
 */
export function makeTarball(
  destination,
  { platforms = [OWN_PLATFORM], node, nodeLicence, mtime = commitTime() } = {},
) {
  checkPlatforms(platforms);
  const binary = node === undefined ? undefined : readNodeBinary(node, nodeLicence);
  if (binary !== undefined && platforms.join() !== binary.platform)
    throw new Error(`${node} is for ${binary.platform}: make a tarball for that platform alone.`);
  const content = inOrder([...listTarballContent(platforms), ...(binary?.files ?? [])]);
  const name = `margo-registry-${version()}`;
  const archive = gzipSync(tarOf(name, [...content, sumsOf(content)], mtime), { level: 9 });
  const suffix = platforms.length === PLATFORMS.length ? '' : `-${platforms.join()}`;
  const file = `${name}${suffix}.tar.gz`;
  const sha256 = hash(archive);
  mkdirSync(destination, { recursive: true });
  writeFileSync(join(destination, file), archive);
  writeFileSync(join(destination, 'SHA256SUMS'), `${sha256}  ${file}\n`);
  return {
    tarball: join(resolve(destination), file),
    sha256,
    bytes: archive.length,
    unpacked: content.reduce((sum, { bytes }) => sum + bytes.length, 0),
    files: content.map(({ path }) => path),
  };
}

/** @param {readonly string[]} platforms */
function checkPlatforms(platforms) {
  const strange = platforms.filter((platform) => !PLATFORMS.includes(platform));
  if (strange.length > 0)
    throw new Error(
      `The tarball is made for ${PLATFORMS.join(' and ')}, not for ${strange.join()}: name a platform (--platform).`,
    );
}

/** By path, each once. @param {readonly ArchivedFile[]} files */
function inOrder(files) {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const twice = sorted.find(({ path }, index) => path === sorted[index + 1]?.path);
  if (twice !== undefined) throw new Error(`Two files want to be ${twice.path}.`);
  return sorted;
}

/** @param {readonly ArchivedFile[]} files @returns {ArchivedFile} */
function sumsOf(files) {
  const lines = files.map(({ path, bytes }) => `${hash(bytes)}  ${path}\n`);
  return { path: 'SHA256SUMS', mode: 0o644, bytes: Buffer.from(lines.join('')) };
}

/** Folders come before what is in them. @param {string} top @param {readonly ArchivedFile[]} files @param {number} mtime */
function tarOf(top, files, mtime) {
  const folders = new Set(files.flatMap(({ path }) => parentsOf(`${top}/${path}`)));
  const entries = [
    ...[...folders].map((path) => ({ path, mode: 0o755, bytes: Buffer.alloc(0) })),
    ...files.map((file) => ({ ...file, path: `${top}/${file.path}` })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Buffer.concat([...entries.map((entry) => tarBlocks(entry, mtime)), TAR_END]);
}

/** @param {string} path */
function parentsOf(path) {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => `${parts.slice(0, index + 1).join('/')}/`);
}

/** @param {Uint8Array} bytes */
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** @returns {string} */
const version = () => JSON.parse(readFileSync(join(ROOT, 'apps/registry/package.json'), 'utf8')).version;

/** Seconds since 1970. */
function commitTime() {
  const { SOURCE_DATE_EPOCH: given } = process.env;
  return Number(given ?? execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }));
}

function run() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      platform: { type: 'string', multiple: true },
      node: { type: 'string' },
      'node-licence': { type: 'string' },
    },
  });
  const { platform, node, 'node-licence': nodeLicence } = values;
  const platforms = platform === undefined ? undefined : [...platform].sort();
  const made = makeTarball(positionals[0] ?? 'release', { platforms, node, nodeLicence });
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  console.log(made.tarball);
  console.log(
    `${made.files.length} files, ${megabytes(made.bytes)} MB, unpacked ${megabytes(made.unpacked)} MB`,
  );
  console.log(`sha256 ${made.sha256}`);
}

if (process.argv[1] === import.meta.filename) {
  try {
    run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(USAGE);
    process.exitCode = 1;
  }
}
