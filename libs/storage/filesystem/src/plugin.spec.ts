import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateSync } from 'class-validator';
import { bytesOf, commit } from '@margo-registry/storage-core/testing';
import { plugin } from './index.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

describe('the plug-in of the filesystem driver', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('opens a store in a directory that it makes', async () => {
    const store = await plugin.open({ directory: join(directory.path, 'deep', 'down') });
    await expect(commit(store, bytesOf(10))).resolves.toBeDefined();
    await store.close();
  });

  it('says which directory it cannot use, why, and what to do', async () => {
    const file = join(directory.path, 'a-file');
    await writeFile(file, '');
    const opening = plugin.open({ directory: join(file, 'blobs') });
    await expect(opening).rejects.toThrow(
      `blobs cannot be kept in ${join(file, 'blobs')}: something else stands where a directory was stored (ENOTDIR). Choose`,
    );
  });

  it.each([undefined, '', 7])('takes %p for no directory', (value) => {
    const settings = Object.assign(new plugin.settings(), { directory: value });
    expect(validateSync(settings).map(({ property }) => property)).toEqual(['directory']);
  });

  it('takes a path for a directory', () => {
    expect(validateSync(Object.assign(new plugin.settings(), { directory: './data/blobs' }))).toEqual([]);
  });
});
