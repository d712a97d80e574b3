import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFor, isNative, openNativePackage } from './native-packages.mjs';
import { listPackedFiles } from './pack.mjs';
import { listNeededTree } from './production-tree.mjs';
import { isWanted, listFiles } from './tree-files.mjs';
import { ROOT, listPublicPackages } from './workspaces.mjs';

/** What the tarball is for. */
const APPS = ['apps/registry', 'apps/mock-auth', 'apps/margo-check'];
/** Files and folders of this repository, and where they lie in the tarball. */
const AROUND = [
  ['deploy/tarball', ''],
  ['deploy/systemd', 'systemd'],
  ['tools/make-certificates', 'bin/make-certificates'],
  ['examples/hello-package', 'examples/hello-package'],
  ['docs', 'docs'],
  ['CHANGELOG.md', 'CHANGELOG.md'],
  ['LICENSE', 'LICENSE'],
  ['SECURITY.md', 'SECURITY.md'],
  ['THIRD-PARTY-LICENCES.md', 'THIRD-PARTY-LICENCES.md'],
];

/** @typedef {import('./ustar.mjs').ArchivedFile} ArchivedFile */
/** @typedef {import('./production-tree.mjs').Locked} Locked */

/**
 * Everything that a site needs beside Node, as it was built last: our packages with what they depend on, start scripts, units,
 * pages. Nothing but `npm ci` is needed for it, unless a platform is not this machine's.
 *
 * @param {readonly string[]} platforms of native packages @returns {ArchivedFile[]}
 */
export function listTarballContent(platforms) {
  const { packages: locked } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const needed = listNeededTree(locked, APPS);
  const own = needed.filter((path) => !path.includes('node_modules/'));
  const foreign = needed.filter(
    (path) => path.includes('node_modules/') && !path.includes('node_modules/@types/'),
  );
  return [
    ...listOwn(own),
    ...foreign.flatMap((path) => listForeign(path, locked[path], platforms)),
    ...AROUND.flatMap(([from = '', to = '']) => listAround(from, to)),
  ];
}

/** @param {readonly string[]} folders @returns {ArchivedFile[]} */
function listOwn(folders) {
  const files = listPackedFiles(folders);
  return folders.flatMap((folder) => {
    const name = nameOf(folder);
    return (files.get(name) ?? [])
      .filter((file) => isWanted(file, folder))
      .map((file) => archive(`node_modules/${name}/${file}`, join(ROOT, folder, file)));
  });
}

/** @param {string} path @param {Locked} entry @param {readonly string[]} platforms @returns {ArchivedFile[]} */
function listForeign(path, entry, platforms) {
  if (!isNative(entry)) return listPackage(path, join(ROOT, path));
  if (!isFor(path, platforms)) return [];
  const { folder, remove } = openNativePackage(path, entry);
  try {
    return listPackage(path, folder);
  } finally {
    remove();
  }
}

/** @param {string} path in the lock file @param {string} folder where it is */
function listPackage(path, folder) {
  const [workspace = '', rest] = path.split(/\/?node_modules\/(.*)/s);
  const place = workspace === '' ? path : `node_modules/${nameOf(workspace)}/node_modules/${rest}`;
  return listFiles(folder)
    .filter((file) => isWanted(file, path))
    .map((file) => archive(`${place}/${file}`, join(folder, file)));
}

/** @param {string} from @param {string} to @returns {ArchivedFile[]} */
function listAround(from, to) {
  const source = join(ROOT, from);
  if (!/^(deploy|docs|examples)/.test(from)) return [archive(to, source)];
  return listFiles(source).map((file) => archive(to === '' ? file : `${to}/${file}`, join(source, file)));
}

/** @param {string} path @param {string} source @returns {ArchivedFile} */
function archive(path, source) {
  return { path, mode: path.startsWith('bin/') ? 0o755 : 0o644, bytes: readFileSync(source) };
}

/** @param {string} folder */
function nameOf(folder) {
  const found = listPublicPackages().find((one) => one.folder === folder);
  if (found === undefined) throw new Error(`${folder} is no public package, but one of the apps needs it.`);
  return found.file.name;
}
