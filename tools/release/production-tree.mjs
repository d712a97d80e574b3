import { dirname } from 'node:path/posix';

/**
 * An entry of a lock file.
 *
 * @typedef {{ version?: string, license?: string, link?: boolean, resolved?: string, integrity?: string, name?: string,
 *   optional?: boolean, os?: string[], cpu?: string[], libc?: string[], dependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>, peerDependencies?: Record<string, string>,
 *   peerDependenciesMeta?: Record<string, { optional?: boolean }> }} Locked
 */

/**
 * Paths in the lock file of everything that is not ours and that these packages need at run time: what they depend on, what
 * that depends on, and so on; optional packages of every platform and peers that are installed are among them.
 *
 * @param {Readonly<Record<string, Locked>>} locked `packages` of a lock file
 * @param {readonly string[]} folders where the tree begins
 * @returns {string[]}
 */
export function listProductionTree(locked, folders) {
  return reach(locked, folders, namesThatMayBeUsed).filter((path) => path.includes('node_modules/'));
}

/**
 * As {@link listProductionTree}, and the folders of our own packages among it, but without peers that nobody insists on, such
 * as the plug-ins of build tools.
 *
 * @param {Readonly<Record<string, Locked>>} locked @param {readonly string[]} folders
 */
export function listNeededTree(locked, folders) {
  return reach(locked, folders, namesThatAreNeeded);
}

/** @param {Readonly<Record<string, Locked>>} locked @param {readonly string[]} folders @param {(entry: Locked) => string[]} namesOf */
function reach(locked, folders, namesOf) {
  const seen = new Set(folders);
  for (const path of seen)
    for (const name of namesOf(locked[path] ?? {})) {
      const found = resolve(locked, path, name);
      if (found !== undefined) seen.add(found);
    }
  return [...seen];
}

/** @param {Locked} entry */
function namesThatMayBeUsed({ dependencies, optionalDependencies, peerDependencies }) {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}

/** @param {Locked} entry */
function namesThatAreNeeded(entry) {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...namesThatMayBeUsed({ ...entry, peerDependencies: {} }), ...peers];
}

/**
 * As Node looks for it: in the nearest `node_modules`, then further up. A link leads to the folder of a workspace.
 *
 * @param {Readonly<Record<string, Locked>>} locked @param {string} from @param {string} name
 */
function resolve(locked, from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = folder === '.' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = locked[path];
    if (entry !== undefined) return entry.link ? entry.resolved : path;
    if (folder === '.') return undefined;
  }
}
