const BLOCK = 512;
const NAME = 100;
const PREFIX = 155;

/**
 * A file of an archive; a folder's path ends in a slash.
 *
 * @typedef {{ path: string, mode: number, bytes: Uint8Array }} ArchivedFile
 */

/**
 * The blocks of one file in a tar archive (POSIX.1-1988 ustar), owned by root. Throws for a path that the format cannot hold.
 *
 * @param {ArchivedFile} file @param {number} mtime seconds since 1970
 */
export function tarBlocks({ path, mode, bytes }, mtime) {
  const header = Buffer.alloc(BLOCK);
  const { prefix, name } = splitPath(path);
  const fields = [
    [0, name],
    [100, octal(mode, 8)],
    [108, octal(0, 8)],
    [116, octal(0, 8)],
    [124, octal(bytes.length, 12)],
    [136, octal(mtime, 12)],
    // The checksum counts itself as spaces.
    [148, ' '.repeat(8)],
    [156, path.endsWith('/') ? '5' : '0'],
    [257, 'ustar\u000000'],
    [265, 'root'],
    [297, 'root'],
    [345, prefix],
  ];
  for (const [offset, text] of fields) header.write(String(text), Number(offset), 'utf8');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'utf8');
  return Buffer.concat([header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** @param {number} number @param {number} width of the field, its closing zero among it */
function octal(number, width) {
  return `${number.toString(8).padStart(width - 1, '0')}\u0000`;
}

/** @param {string} path */
function splitPath(path) {
  if (Buffer.byteLength(path) <= NAME) return { prefix: '', name: path };
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    const fits = Buffer.byteLength(prefix) <= PREFIX && Buffer.byteLength(name) <= NAME;
    if (fits && name !== '') return { prefix, name };
  }
  throw new Error(`${path} is too long for a tar archive.`);
}
