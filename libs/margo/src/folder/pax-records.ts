import { ArchiveError } from './archive-error.js';

const SPACE = 0x20;

/** The records of a pax extended header: `length key=value` and a line end each, the length counting all of it (POSIX.1-2017). */
export function readPaxRecords(content: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(SPACE, at);
    const length = Number(decode(content.subarray(at, Math.max(at, space))));
    const end = at + length;
    if (space === -1 || !Number.isSafeInteger(length) || end <= space || end > content.length)
      throw new ArchiveError('broken', 'The archive has a damaged extended header (tar); pack it again.');
    const [key = '', ...value] = decode(content.subarray(space + 1, end - 1)).split('=');
    records.set(key, value.join('='));
    at = end;
  }
  return records;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
