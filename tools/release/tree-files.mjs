import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const LICENCE = /^(licen[cs]e|copying|notice)/i;
/** What compilers, debuggers, people and the runtime Bare read, and our programs do not. */
const UNREAD = /(\.[cm]?ts|\.map|\.md|\.markdown|\.flow|\.bare|\.tsbuildinfo|\.(test|spec)\.[cm]?js)$/i;
/** Folders at the top of an npm package that its programs do not load. */
const ASIDE = /^(tests?|__tests__|bench|benchmarks?|examples?|docs?|coverage|\.[^/]+)(\/|$)/;
/** For browsers, and as large as all else of it. */
const BROWSER = /^node_modules\/typeorm\/browser\//;

/**
 * Whether a running program, or a lawyer, may want to read a file of an npm package.
 *
 * @param {string} file inside the package, with slashes @param {string} folder of the package, from the root
 */
export function isWanted(file, folder) {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (LICENCE.test(name)) return true;
  if (folder.startsWith('apps/') && file.startsWith('dist/testing/')) return false;
  return !UNREAD.test(name) && !ASIDE.test(file) && !BROWSER.test(`${folder}/${file}`);
}

/**
 * Every file below a folder, as paths inside it with slashes; packages that are nested in it are left out.
 *
 * @param {string} folder
 */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !/(^|\/)node_modules\//.test(file))
    .sort();
}
