import { dirname } from 'node:path/posix';

/**
 * An entry of a lock file.
 *
 * @typedef {{ version?: string, license?: string, link?: boolean, resolved?: string, dependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} Locked
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
  const seen = new Set(folders);
  for (const path of seen)
    for (const name of namesNeeded(locked[path] ?? {})) {
      const found = resolve(locked, path, name);
      if (found !== undefined) seen.add(found);
    }
  return [...seen].filter((path) => path.includes('node_modules/'));
}

/** @param {Locked} entry */
function namesNeeded({ dependencies, optionalDependencies, peerDependencies }) {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
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
