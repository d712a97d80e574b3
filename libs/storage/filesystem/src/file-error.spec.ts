import { StorageError } from '@margo-registry/storage-core';
import { codedError, FileDamaged, toStorageError } from './file-error.js';

describe('errors of the file system', () => {
  it.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EFBIG', 'full'],
    ['EACCES', 'unavailable'],
    ['EROFS', 'unavailable'],
    ['EIO', 'unavailable'],
    ['EMFILE', 'unavailable'],
    ['ESOMETHING', 'unavailable'],
    ['ELOOP', 'corrupt'],
    ['ENOTDIR', 'corrupt'],
    ['EISDIR', 'corrupt'],
  ])('%s means %s', (code, kind) => {
    const error = toStorageError(codedError(code, 'made for a test'), { operation: 'append' });
    expect(error).toMatchObject({ kind, operation: 'append', driver: 'filesystem' });
    expect(error.message).toContain(code);
  });

  it('an absent file means what the operation says, else that the directory is gone', () => {
    const absent = codedError('ENOENT', 'no such file');
    expect(toStorageError(absent, { operation: 'open', missing: 'not-found' }).kind).toBe('not-found');
    expect(toStorageError(absent, { operation: 'finish', missing: 'upload-unknown' }).kind).toBe(
      'upload-unknown',
    );
    expect(toStorageError(absent, { operation: 'append' }).kind).toBe('unavailable');
  });

  it('a path stays in the cause and out of the message', () => {
    const cause = codedError('EACCES', "permission denied, open '/srv/secret/blobs'");
    const error = toStorageError(cause, { operation: 'open' });
    expect(error.message).not.toContain('/srv');
    expect(error.cause).toBe(cause);
  });

  it('a damaged file is corrupt, and a StorageError stays what it is', () => {
    expect(toStorageError(new FileDamaged('short'), { operation: 'open' }).kind).toBe('corrupt');
    const made = new StorageError('conflict', 'made', { driver: 'other', operation: 'open' });
    expect(toStorageError(made, { operation: 'finish' })).toBe(made);
  });
});
