import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf, chunksOf } from '@margo-registry/storage-core/testing';
import { NODE_FILE_FUNCTIONS, type FileFunctions } from './file-functions.js';
import { SegmentWriter } from './segment-writer.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

describe('SegmentWriter', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('writes on where the system takes fewer bytes than given', async () => {
    const path = join(directory.path, 'segment');
    const writer = new SegmentWriter(takingAtMost(77_777), path);
    const bytes = bytesOf(2_500_000);
    for await (const chunk of chunksOf(bytes)) await writer.write(chunk);
    expect(await writer.end()).toBe(bytes.length);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('takes chunks larger than its buffers', async () => {
    const path = join(directory.path, 'segment');
    const writer = new SegmentWriter(NODE_FILE_FUNCTIONS, path);
    const bytes = bytesOf(5_000_000);
    await writer.write(bytes.subarray(0, 10));
    await writer.write(bytes.subarray(10));
    await writer.end();
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('never touches a file that exists', async () => {
    const path = join(directory.path, 'segment');
    await (await open(path, 'wx')).close();
    const writer = new SegmentWriter(NODE_FILE_FUNCTIONS, path);
    await expect(writer.create()).rejects.toThrow('EEXIST');
    await writer.discard();
    expect(await readFile(path)).toHaveLength(0);
  });
});

/** File functions whose handles write at most `length` bytes at a time. */
function takingAtMost(length: number): FileFunctions {
  const short = async (...where: Parameters<typeof open>) => {
    const handle = await open(...where);
    const write = handle.write.bind(handle) as (bytes: Uint8Array, offset: number, count: number) => unknown;
    const less = (bytes: Uint8Array, offset: number, count: number) =>
      write(bytes, offset, Math.min(count, length));
    return Object.assign(handle, { write: less });
  };
  return { ...NODE_FILE_FUNCTIONS, open: short as typeof open };
}
