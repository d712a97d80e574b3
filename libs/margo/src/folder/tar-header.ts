/** A tar archive is a row of blocks of this size. */
export const BLOCK = 512;

/** What one header block of a tar archive says (POSIX.1-2017, ustar interchange format). */
export interface TarHeader {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  /** The type flag: `0` and empty for a file, `5` for a directory, … */
  readonly flag: string;
  readonly target: string;
}

const CHECKSUM = { start: 148, end: 156 } as const;
const SPACE = 0x20;

/** Undefined where the block is no header: its checksum does not fit. */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.length < BLOCK || readNumber(block, CHECKSUM.start, CHECKSUM.end) !== sumOf(block))
    return undefined;
  const name = readText(block, 0, 100);
  const hasPrefix = readText(block, 257, 262) === 'ustar' && block[262] === 0;
  const prefix = hasPrefix ? readText(block, 345, 500) : '';
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    mode: readNumber(block, 100, 108) & 0o7777,
    size: readNumber(block, 124, 136),
    flag: readText(block, 156, 157),
    target: readText(block, 157, 257),
  };
}

function sumOf(block: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1)
    sum += at >= CHECKSUM.start && at < CHECKSUM.end ? SPACE : (block[at] ?? 0);
  return sum;
}

/** Octal digits, or GNU's big-endian binary where the first bit is set. NaN for anything else. */
function readNumber(block: Uint8Array, start: number, end: number): number {
  const first = block[start] ?? 0;
  if (first & 0x80)
    return block.subarray(start + 1, end).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
  const digits = readText(block, start, end).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number.NaN;
}

/** Up to the first NUL. */
export function readText(block: Uint8Array, start: number, end: number): string {
  const field = block.subarray(start, end);
  const length = field.indexOf(0);
  return new TextDecoder().decode(length === -1 ? field : field.subarray(0, length));
}
