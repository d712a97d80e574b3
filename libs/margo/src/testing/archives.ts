/** An entry to write; a file unless the flag says otherwise (`5` a directory, `2` a symbolic link, `1` a hard link). */
export interface TarEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly flag?: string;
  readonly mode?: number;
  readonly target?: string;
}

const BLOCK = 512;

/** A ustar archive of the entries as they are, safe or not. */
export function tarOf(entries: readonly TarEntry[]): Uint8Array {
  const blocks = entries.flatMap((entry) => {
    const content = bytesOf(entry.content ?? '');
    const padded = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
    padded.set(content);
    return [headerOf(entry, content.length), padded];
  });
  return Uint8Array.from(Buffer.concat([...blocks, new Uint8Array(2 * BLOCK)]));
}

function headerOf({ path, flag = '0', mode = 0o644, target = '' }: TarEntry, size: number): Uint8Array {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 100, 'utf8');
  header.write(octal(mode, 7), 100);
  header.write(octal(size, 11), 124);
  header.write('        ', 148);
  header.write(flag, 156);
  header.write(target, 157, 100, 'utf8');
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\u0000 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
